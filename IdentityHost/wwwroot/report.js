// Asks every few seconds how the deliveries go, until nothing will change any more, and writes it into the page, which stays where it was scrolled to.
// A page that loads itself again takes a reader by surprise. Without this file, the link "Look now" does the same.
"use strict";

const again = document.getElementById("again");

const look = async () => {
  if (document.hidden || document.querySelector(".table").contains(document.activeElement)) return;     // nothing moves under a finger
  const response = await fetch(location.href, { headers: { accept: "text/html" } });
  if (!response.ok) return;
  if (response.redirected) {
    again.hidden = true;            // to the sign-in page: this session is over, and session.js says so
    return;
  }
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const summary = document.getElementById("summary");
  const words = page.getElementById("summary").textContent;
  if (summary.textContent !== words) summary.textContent = words;
  document.querySelector("progress").value = page.querySelector("progress").value;
  const table = document.adoptNode(page.querySelector(".table"));
  showTimes(table);                 // of app.js
  document.querySelector(".table").replaceWith(table);
  again.hidden = !page.getElementById("again");
};

const round = async () => {
  try {
    await look();
  } catch {
    // offline for a moment: the next round tries again
  }
  if (!again.hidden) setTimeout(round, 5000);
};

if (again) setTimeout(round, 5000);
