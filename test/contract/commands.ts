// The contract of the two ways in which commands reach Asterisk.
import type { Test } from 'tap';
import type { Commands } from '../../src/asterisk/commands.js';
import { until } from '../until.js';

/** The other end, as far as the contract looks at it. */
export type CommandServer = {
  readonly asked: readonly { readonly method: string; readonly uri: string; readonly body: unknown }[];
  readonly stick: (uriPrefix: string) => void;
  readonly release: () => void;
};

/** `deadlineMs` is short, so that a test can wait for it. */
export type GivenCommands = (
  t: Test,
  deadlineMs: number,
) => Promise<{ commands: Commands; server: CommandServer }>;

const longMs = 10_000;
const post = (path: string) => ({ method: 'POST', path }) as const;

export function commandContract(t: Test, given: GivenCommands): void {
  t.test('a command is answered with its status and what it gave', async t => {
    const { commands, server } = await given(t, longMs);
    const request = {
      method: 'POST',
      path: 'channels/1.1',
      query: { callerId: '"Jean & fils" <06+>' },
      body: { variables: { A: 'é"' } },
    } as const;
    const uri = 'channels/1.1?callerId=%22Jean+%26+fils%22+%3C06%2B%3E';
    t.strictSame(await commands.run('1.1', request), { known: true, status: 200, body: { uri } });
    t.match(server.asked, [{ method: 'POST', uri, body: { variables: { A: 'é"' } } }]);
  });

  t.test('a lane keeps its order, and other lanes do not wait for it', async t => {
    const { commands, server } = await given(t, longMs);
    server.stick('stuck');
    const first = commands.run('a', post('stuck'));
    const second = commands.run('a', post('behind'));
    await until('the first has begun', () => server.asked.length === 1);
    // One of them shares the way of lane `a`, whichever way that is.
    const others = await Promise.all(
      ['b', 'c', 'd', 'e', 'f', 'g', 'h'].map(lane =>
        until(`${lane} is answered`, () => commands.run(lane, post(lane))),
      ),
    );
    t.ok(others.every(({ known }) => known));
    t.notOk(server.asked.some(({ uri }) => uri === 'behind'));
    server.release();
    t.strictSame(await Promise.all([first, second]), [
      { known: true, status: 200, body: { uri: 'stuck' } },
      { known: true, status: 200, body: { uri: 'behind' } },
    ]);
  });

  t.test('a command that is not answered in time has an unknown end', async t => {
    const { commands, server } = await given(t, 50);
    server.stick('stuck');
    t.equal((await commands.run('a', post('stuck'))).known, false);
  });

  t.test('nothing is left waiting when commands are closed, and nothing more is sent', async t => {
    const { commands, server } = await given(t, longMs);
    server.stick('stuck');
    const pending = commands.run('a', post('stuck'));
    await until('it has begun', () => server.asked.length === 1);
    commands.close();
    t.equal((await pending).known, false);
    t.equal((await commands.run('b', post('late'))).known, false);
    t.equal(server.asked.length, 1);
  });
}
