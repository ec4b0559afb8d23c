// Asks how the sign-out of the apps goes, until nothing will change any more. Without it, the link "Look again" does the same.
"use strict";

const list = document.getElementById("apps");
const again = document.getElementById("again");
if (list && list.dataset.status) {
  let wait = 1000;

  const draw = report => {
    const summary = document.getElementById("summary");
    if (summary.textContent !== report.summary) summary.textContent = report.summary;
    for (const app of report.apps) {
      const state = [...list.children].find(item => item.dataset.client === app.clientId)?.querySelector(".state");
      if (!state) continue;
      state.className = `state ${app.tone}`;
      state.textContent = app.text;
    }
    if (!report.done) return;
    if (again) again.hidden = true;
    const badge = document.getElementById("badge");
    badge.classList.remove("waiting");
    badge.classList.toggle("lost", report.apps.some(app => app.tone === "bad"));
  };

  const ask = async () => {
    if (document.hidden) return false;      // visibilitychange asks again
    try {
      const response = await fetch(list.dataset.status, { headers: { accept: "application/json" } });
      if (response.status === 404) return true;
      if (!response.ok) return false;
      const report = await response.json();
      draw(report);
      return report.done;
    } catch {
      return false;                         // offline for a moment: the next round tries again
    }
  };

  let timer = 0;
  const round = async () => {
    clearTimeout(timer);
    if (await ask()) return;
    wait = Math.min(wait * 1.4, 15000);
    timer = setTimeout(round, wait);
  };

  timer = setTimeout(round, wait);
  document.addEventListener("visibilitychange", () => { if (!document.hidden && !(again && again.hidden)) round(); });
}
