// Goes on as soon as every app's page has loaded, or after a while. Without it, the page's meta refresh does.
// Loaded before the frames are parsed, and listening on the way down (load does not bubble), so that no answer is missed.
"use strict";

(() => {
  let answered = 0;
  let gone = false;

  const go = box => {
    if (gone) return;
    gone = true;
    location.replace(box.dataset.next);
  };

  document.addEventListener("load", event => {
    if (!(event.target instanceof HTMLIFrameElement)) return;
    answered += 1;
    const box = document.getElementById("front-channel");
    const progress = box.querySelector("progress");
    progress.value = answered;
    if (answered >= progress.max) go(box);
  }, true);

  document.addEventListener("DOMContentLoaded", () => {
    const box = document.getElementById("front-channel");
    setTimeout(() => go(box), Number(box.dataset.timeout));
  });
})();
