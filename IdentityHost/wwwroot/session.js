// This page says so when its session ends, here or anywhere else, and what was typed into it stays. Without this file, the next click finds out.
"use strict";

(() => {
  const { session, events } = document.currentScript.dataset;
  const name = `identityhost session ${session}`;
  const channel = new BroadcastChannel(name);
  let source = null, over = false, leaving = false, wait = 1000;

  const listen = () => {
    if (over) return;
    source?.close();
    source = new EventSource(`${events}?session=${encodeURIComponent(session)}`);
    source.onopen = () => { wait = 1000; };
    source.addEventListener("session-ended", event => {
      const news = JSON.parse(event.data);
      channel.postMessage(news);
      end(news);
    });
    // A dropped connection comes back by itself; a refused one does not.
    source.onerror = () => {
      if (source.readyState !== EventSource.CLOSED || over) return;
      setTimeout(listen, wait + Math.random() * wait);
      wait = Math.min(wait * 2, 60000);
    };
  };

  const end = news => {
    if (over) return;
    over = true;
    source?.close();
    dispatchEvent(new CustomEvent("sessionended", { detail: news }));
    // The tab in which somebody just signed out is on its way to a page that says so.
    if (leaving) setTimeout(() => show(news), 3000);
    else show(news);
  };

  const show = news => {
    const time = new Date(news.time).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
    const box = document.createElement("div");
    box.id = "session-ended";
    box.setAttribute("role", "alert");
    const text = document.createElement("span");
    text.textContent = news.initiatedBy ? `You were signed out at ${news.initiatedBy}, ${time}.` : `You were signed out, ${time}.`;
    const link = document.createElement("a");
    link.className = "button primary";
    link.textContent = "Sign in again";
    link.href = `/account/login?ReturnUrl=${encodeURIComponent(location.pathname + location.search)}`;
    link.target = "_blank";         // what was typed into this page stays where it is
    link.rel = "noopener";
    box.append(text, link);
    document.querySelector(".skip").after(box);     // the way past it stays the first stop of the keyboard
  };

  channel.onmessage = message => end(message.data);
  addEventListener("beforeunload", () => { leaving = true; setTimeout(() => { leaving = false; }, 10000); });
  addEventListener("pageshow", event => { if (event.persisted) { leaving = false; listen(); } });

  // One connection for all tabs of a session: over HTTP/1.1 a browser opens no more than six to one host. The lock is held until the tab closes or
  // the session ends; then the next tab takes over.
  if (navigator.locks) navigator.locks.request(name, () => over ? undefined : new Promise(release => { listen(); addEventListener("sessionended", release); }));
  else listen();
})();
