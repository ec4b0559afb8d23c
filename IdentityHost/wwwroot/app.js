// Times in the person's own zone, a countdown, and buttons that say that they are at work. Every page works without this file.
"use strict";

const whole = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const clock = new Intl.DateTimeFormat(undefined, { timeStyle: "short" });

function showTimes(root) {
  for (const element of root.querySelectorAll("time[datetime]")) {
    const at = new Date(element.dateTime);
    if (Number.isNaN(at.getTime())) continue;
    element.title = element.textContent;
    const today = at.toDateString() === new Date().toDateString();
    element.textContent = today ? `today, ${clock.format(at)}` : whole.format(at);
  }
}

showTimes(document);

for (const element of document.querySelectorAll("[data-countdown]")) {
  const until = performance.now() + Number(element.dataset.countdown) * 1000;
  const button = document.querySelector("main form button.primary");
  if (button) button.disabled = true;
  const timer = setInterval(() => {
    const left = Math.ceil((until - performance.now()) / 1000);
    if (left > 0) {
      element.textContent = `Try again in ${left} second${left === 1 ? "" : "s"}.`;
      return;
    }
    clearInterval(timer);
    element.textContent = "You can try again now.";
    if (button) button.disabled = false;
  }, 500);
}

// For the whole page: a form may come later.
document.addEventListener("submit", event => {
  const form = event.target.closest("form[data-busy]");
  if (!form) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  const button = event.submitter;
  if (!button) return;
  // After the form has been read: a disabled button's own value would not be sent.
  setTimeout(() => {
    button.dataset.idle = button.textContent;
    button.textContent = form.dataset.busy;
    button.setAttribute("aria-busy", "true");
    button.disabled = true;
  });
});

// Back from the browser's page cache: nothing is at work any more.
addEventListener("pageshow", event => {
  if (!event.persisted) return;
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  for (const button of document.querySelectorAll("button[aria-busy]")) {
    button.textContent = button.dataset.idle;
    button.removeAttribute("aria-busy");
    button.disabled = false;
  }
});
