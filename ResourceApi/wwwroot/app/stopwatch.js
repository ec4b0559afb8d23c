// Only in the demo: tells its start page when somebody clicked on "sign out" here, and when this page had changed because its session ended.
export function start(address) {
  const report = what => fetch(address, { method: 'POST', body: `${what} ${Date.now()}`, keepalive: true }).catch(() => { /* the demo has stopped */ });
  let isMine = false;
  addEventListener('click', event => {
    if (!event.target.closest('[data-sign-out]')) return;
    isMine = true;
    report('clicked');
  }, true);
  addEventListener('sessionended', () => { if (!isMine) report('changed'); });
}
