// A browser as far as the protocol needs one: cookies, redirects that the test can look at, and forms.
export class Browser {
  #cookies = new Map();

  async request(url, options = {}) {
    const headers = { ...options.headers, accept: 'text/html', cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ') };
    const response = await fetch(url, { ...options, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) {
      const [pair] = line.split(';');
      const at = pair.indexOf('=');
      const [name, value] = [pair.slice(0, at), pair.slice(at + 1)];
      if (value === '' || /expires=Thu, 01 Jan 1970/i.test(line)) this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
    return { status: response.status, url: String(url), location: response.headers.get('location'), body: await response.text() };
  }

  /** Follows redirects until an address that begins with `stop`, which is not visited, or a page. */
  async go(url, stop, answer) {
    answer ??= await this.request(url);
    for (let i = 0; i < 10 && answer.location; i++) {
      const next = new URL(answer.location, answer.url);
      if (next.href.startsWith(stop)) return { arrived: next };
      answer = await this.request(next);
    }
    return { page: answer };
  }

  async submit(page, fields, stop) {
    const form = page.body.match(/<form[^>]*method="post"[^>]*>[\s\S]*?<\/form>/i)?.[0];
    if (!form) throw new Error(`no form on ${page.url}: ${page.status} ${page.body.slice(0, 500)}`);
    const values = new URLSearchParams();
    for (const [input] of form.matchAll(/<input[^>]*>/gi)) {
      const name = input.match(/name="([^"]*)"/)?.[1];
      if (name) values.set(name, decode(input.match(/value="([^"]*)"/)?.[1] ?? ''));
    }
    for (const [name, value] of Object.entries(fields)) values.set(name, value);
    const action = decode(form.match(/^<form[^>]*action="([^"]*)"/i)?.[1] ?? page.url);
    const target = new URL(action, page.url);
    const answer = await this.request(target, { method: 'POST', body: values });
    return this.go(target, stop, answer);
  }
}

const decode = (text) => text.replaceAll('&quot;', '"').replaceAll('&#x2B;', '+').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
