// An application that opens a page on a PC, and a test of it. Arguments: Graph, the control plane, a token.
const [graph, control, token] = process.argv.slice(2);
const commands = `${graph}/me/devices/6841b3db-2b55-467b-ad84-79a41a4ef665/commands`;

const call = (url, method, body) =>
  fetch(url, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: body && JSON.stringify(body),
  });
const drive = async (path, body, method = 'POST') => {
  const answer = await call(control + path, method, body);
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
};
const send = () => call(commands, 'POST', { type: 'LaunchUri', payload: { uri: 'http://bing.com' } });
const status = async (id) => (await (await call(`${commands}/${id}`, 'GET')).json()).status;

await drive('/clock/freeze');
const { id } = await (await send()).json();
console.log(await status(id));
await drive('/clock/advance', { seconds: 90 });
console.log(await status(id));

await drive('/faults', { kind: 'throttle', match: { method: 'POST', times: 1 } });
console.log((await send()).status);

await drive('/devices/msgraph/device/6841b3db-2b55-467b-ad84-79a41a4ef665', { presence: 'offline' }, 'PATCH');
const second = await (await send()).json();
await drive('/clock/advance', { seconds: 86400 });
console.log(await status(second.id));
