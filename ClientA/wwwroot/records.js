// Keeps the table up to date; the first refusal empties it and ends the asking.
const table = document.getElementById("records");
const status = document.getElementById("records-status");
const none = document.getElementById("records-none");
const editor = document.getElementById("new-record");
const every = 10_000;

function row(record) {
  const tr = document.createElement("tr");
  const time = document.createElement("time");
  time.dateTime = record.timestamp;
  time.textContent = new Date(record.timestamp).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "medium" });
  for (const content of [record.name, record.description ?? "", time]) {
    tr.insertCell().append(content);
  }
  return tr;
}

function end() {
  table.tBodies[0].replaceChildren();
  table.hidden = true;
  // What somebody typed is theirs and stays, to be copied; it cannot be saved any more.
  editor?.querySelector("button").setAttribute("disabled", "");
  const link = document.createElement("a");
  link.href = "/account/login?returnUrl=%2Frecords";
  link.textContent = "Sign in again";
  status.replaceChildren("Your access to the records has ended. ", link);
}

async function refresh() {
  let answer;
  try {
    answer = await fetch(table.dataset.source, { headers: { Accept: "application/json" }, cache: "no-store" });
  } catch {
    status.textContent = "The application does not answer. Trying again.";
    return true;
  }
  if (answer.status === 401 || answer.status === 403) {
    end();
    return false;
  }
  if (!answer.ok) {
    status.textContent = "The records are not available right now. Trying again.";
    return true;
  }
  const page = await answer.json();
  table.tBodies[0].replaceChildren(...page.items.map(row));
  table.hidden = page.items.length === 0;
  none.hidden = page.items.length > 0;
  status.textContent = `${page.items.length} of ${page.total} records`;
  return true;
}

async function run() {
  if (await refresh()) {
    setTimeout(run, every);
  }
}

if (table) {
  setTimeout(run, every);
  window.addEventListener("sessionended", end);
}
