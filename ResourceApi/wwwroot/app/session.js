// The live sign-out channel. EventSource cannot send an access token, so the stream is read with fetch.
const RETRY_MS = [1000, 2000, 5000, 10000];

export function followSession(call, sessionEnded) {
  const stopping = new AbortController();
  run();
  return { stop: () => stopping.abort() };

  async function run() {
    for (let failures = 0; !stopping.signal.aborted;) {
      try {
        const response = await call('/api/session-events', { signal: stopping.signal, headers: {} });
        if (response.ok) {
          failures = 0;
          await read(response.body.pipeThrough(new TextDecoderStream()).getReader());
        }
      } catch {
        if (stopping.signal.aborted) return;
      }
      await wait(RETRY_MS[Math.min(failures++, RETRY_MS.length - 1)]);
    }
  }

  async function read(reader) {
    let buffer = '';
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      buffer += value;
      for (let end; (end = buffer.indexOf('\n\n')) >= 0; buffer = buffer.slice(end + 2)) {
        const lines = buffer.slice(0, end).split('\n');
        if (lines.includes('event: session-ended')) {
          const data = lines.find(line => line.startsWith('data: '));
          sessionEnded(data ? JSON.parse(data.slice(6)) : undefined);
          return;
        }
      }
    }
  }

  function wait(milliseconds) {
    return new Promise(resolve => {
      const timer = setTimeout(resolve, milliseconds);
      stopping.signal.addEventListener('abort', () => { clearTimeout(timer); resolve(); }, { once: true });
    });
  }
}
