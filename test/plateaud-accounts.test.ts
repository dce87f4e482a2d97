// Who on the machine may talk to the calls process: its own account and its group, by the modes of the control socket and its folder.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, statSync } from 'node:fs';
import t from 'tap';
import { givenFolder, linkTo, lonelySite, startDaemon } from './daemon.js';

const clientModule = new URL('../src/link/client.js', import.meta.url).href;
const notRoot = process.getuid?.() === 0 ? false : 'only root can be somebody else';
/** Accounts and groups that need not exist. */
const [somebody, elsewhere] = [65_534, 65_533];

/** What an account gets that asks for a reload and logs an agent out: the answers, or why there are none. */
async function askedAs(uid: number, gid: number, path: string): Promise<string> {
  // The code is loaded as who we are: the checkout may be nobody else's business.
  const code = `
    import { connectLink } from ${JSON.stringify(clientModule)};
    process.setgroups([]); process.setgid(${gid}); process.setuid(${uid});
    try {
      const link = await connectLink(${JSON.stringify(path)});
      const by = { kind: 'command-line', name: 'x' };
      const answers = [
        await link.ask('reload', {}),
        await link.ask('agent-command', { agent: '101', command: { kind: 'logout' }, by }),
      ];
      console.log(answers.map(({ ok }) => ok).join(' '));
      link.close();
    } catch (error) { console.log(error.code); }`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  await once(child, 'close');
  return said.trim();
}

t.test('another account may neither reload nor command; one of the group may', { skip: notRoot }, async t => {
  const folder = givenFolder(t, lonelySite);
  const link = await linkTo(t, folder, startDaemon(t, folder));
  const path = `${folder}/s`;
  t.equal(statSync(path).mode & 0o777, 0o660, 'the socket is its owner’s and its group’s');
  const by = { kind: 'command-line', name: 'test' } as const;
  await link.ask('agent-command', { agent: '101', command: { kind: 'login' }, by });
  const agents = async () => (await link.ask('agents', {})).agents.map(({ state }) => state);

  // As the unit makes /run/plateau.
  chmodSync(folder, 0o750);
  t.equal(await askedAs(somebody, elsewhere, path), 'daemon-forbidden', 'the folder keeps him out');
  chmodSync(folder, 0o755);
  t.equal(await askedAs(somebody, elsewhere, path), 'daemon-forbidden', 'and so does the socket by itself');
  t.notSame(await agents(), ['logged-out'], 'nothing has happened');
  chmodSync(folder, 0o750);
  t.equal(await askedAs(somebody, statSync(path).gid, path), 'true true', 'who is in its group may');
  t.strictSame(await agents(), ['logged-out']);
});
