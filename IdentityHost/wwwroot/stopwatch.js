// Only in the demo: tells its start page when somebody clicked on "sign out" here, and when this page had changed because its session ended.
const address = document.querySelector("script[data-report]").dataset.report;
const report = what => fetch(address, { method: "POST", body: `${what} ${Date.now()}`, keepalive: true }).catch(() => { /* the demo has stopped */ });
let isMine = false;

addEventListener("click", event => {
  if (!event.target.closest("[data-sign-out]")) return;
  isMine = true;
  report("clicked");
}, true);

// After everybody who listens, and before the next thing that this tab does; a timer would wait long in a tab that nobody looks at.
addEventListener("sessionended", () => { if (!isMine) queueMicrotask(() => report("changed")); });
