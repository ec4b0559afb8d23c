// The records table and its editor. Everything goes through `call`, which adds the access token and notices the end of the session.
const $ = id => document.getElementById(id);
const PATH = '/api/data-event-records';

// The record that is being changed, as it was read; null while a new one is written.
let editing = null;

export async function showRecords(call) {
  $('editor').addEventListener('submit', async event => {
    event.preventDefault();
    await save(call);
  });
  $('cancel').addEventListener('click', () => edit(null));
  await load(call);
}

// What was read from the API goes. What somebody typed is theirs and stays, to be copied; it cannot be saved any more.
export function clearRecords() {
  $('rows').replaceChildren();
  $('table').hidden = true;
  for (const field of ['name', 'description']) if ($(field).value === (editing?.[field] ?? '')) $(field).value = '';
  const typed = $('name').value !== '' || $('description').value !== '';
  $('editor').hidden = !typed;
  $('cancel').hidden = true;
  $('save').disabled = true;
  report(typed ? 'Nothing is shown any more. Your unsaved text is still in the form.' : 'Nothing is shown any more.');
}

async function load(call) {
  try {
    const response = await call(`${PATH}?take=100`);
    if (!response.ok) return report(await problem(response));
    const page = await response.json();
    $('rows').replaceChildren(...page.items.map(record => row(record, call, page.mayWrite)));
    $('editor').hidden = !page.mayWrite;
    $('table').hidden = page.items.length === 0;
    report(page.items.length === 0 ? 'There are no records yet.' : `${page.total} records`);
  } catch (error) {
    report(error.message);
  }
}

async function save(call) {
  const body = JSON.stringify({ name: $('name').value.trim(), description: $('description').value.trim() || null });
  try {
    const response = await call(editing ? `${PATH}/${editing.id}` : PATH, { method: editing ? 'PUT' : 'POST', body });
    if (!response.ok) return report(await problem(response));
    edit(null);
    await load(call);
  } catch (error) {
    report(error.message);
  }
}

async function remove(record, call) {
  try {
    const response = await call(`${PATH}/${record.id}`, { method: 'DELETE' });
    if (!response.ok && response.status !== 404) return report(await problem(response));
    await load(call);
  } catch (error) {
    report(error.message);
  }
}

function edit(record) {
  editing = record;
  $('editor-title').textContent = record ? 'Change record' : 'New record';
  $('name').value = record?.name ?? '';
  $('description').value = record?.description ?? '';
  $('cancel').hidden = !record;
  if (record) $('name').focus();
}

function row(record, call, mayWrite) {
  const element = document.createElement('tr');
  element.append(cell(record.name), cell(record.description ?? ''), time(record.timestamp));
  const buttons = document.createElement('td');
  buttons.className = 'buttons';
  if (mayWrite) {
    buttons.append(
      button('Change', `Change ${record.name}`, () => edit(record)),
      button('Delete', `Delete ${record.name}`, () => remove(record, call)));
  }
  element.append(buttons);
  return element;
}

function cell(text) {
  const element = document.createElement('td');
  element.textContent = text;
  return element;
}

function time(value) {
  const element = document.createElement('td');
  const stamp = document.createElement('time');
  stamp.dateTime = value;
  stamp.textContent = new Date(value).toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' });
  element.append(stamp);
  return element;
}

function button(text, label, action) {
  const element = document.createElement('button');
  element.type = 'button';
  element.textContent = text;
  element.setAttribute('aria-label', label);
  element.addEventListener('click', action);
  return element;
}

async function problem(response) {
  const details = await response.json().catch(() => ({}));
  const errors = Object.values(details.errors ?? {}).flat().join(' ');
  return errors || details.title || `The API answered ${response.status}.`;
}

function report(text) {
  $('status').textContent = text;
}
