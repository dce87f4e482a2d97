// Taking callers over from a daemon that may still be alive.
import t from 'tap';
import { bridgeOf } from '../../src/asterisk/book.js';
import { type AriRequest, type Commands, uriOf } from '../../src/asterisk/commands.js';
import { takeOver } from '../../src/asterisk/take-over.js';

const call = '1795314298.24';
const leg = `${call}.1`;

const channel = (id: string, state: string, app: string, data: string) => ({
  id,
  name: `PJSIP/${id}`,
  state,
  caller: { name: '', number: '0612345678' },
  connected: { name: '', number: '' },
  dialplan: { context: 'plateau-queue', exten: 'n1', priority: 14, app_name: app, app_data: data },
  creationtime: '2026-11-22T02:24:58.990+0000',
  language: 'en',
});
const caller = (app: string) => channel(call, 'Up', 'Stasis', `${app},call,n1,3204,en,,operator`);
const rings = channel(leg, 'Ringing', 'AppDial2', '(Outgoing Line)');
const talks = channel(leg, 'Up', 'Stasis', 'plateau-old,leg');

type Lists = { readonly channels: unknown; readonly applications: unknown; readonly bridges: unknown };
const lists = (
  channels: readonly object[],
  old: readonly string[],
  own: readonly string[],
  inside: readonly string[] | null,
): Lists => ({
  channels,
  applications: [
    { name: 'plateau-old', channel_ids: old },
    { name: 'plateau-new', channel_ids: own },
  ],
  bridges: inside === null ? [] : [{ id: bridgeOf(leg), channels: inside }],
});

/** Asterisk shows one after the other of `looks`, the last one from then on; what it is asked to do is kept. */
async function taken(looks: readonly Lists[]) {
  const done: string[] = [];
  let listed = 0;
  const answerTo = ({ method, path }: AriRequest): unknown => {
    const lists = looks[Math.min(Math.floor(listed / 3), looks.length - 1)];
    if (method !== 'GET' || lists === undefined) return null;
    listed++;
    return path === 'channels' ? lists.channels : path === 'bridges' ? lists.bridges : lists.applications;
  };
  const commands: Commands = {
    run: async (_lane, request) => {
      if (request.method === 'DELETE') done.push(decodeURIComponent(uriOf(request)));
      return { known: true, status: 200, body: answerTo(request) };
    },
    close: () => undefined,
  };
  const found = await takeOver(commands, 'plateau-new', { entered: async () => true });
  const [first] = found.callers;
  const ended = done.filter(path => path === `channels/${leg}` || path.startsWith('bridges/'));
  return { ended, looks: listed / 3, joinedWith: first?.joinedWith };
}

t.test('a leg that rings for a dead daemon is hung up, and the caller waits on', async t => {
  const moved = lists([caller('plateau-old'), rings], [leg], [call], null);
  t.strictSame(
    await taken([
      lists([caller('plateau-old'), rings], [call, leg], [], null),
      moved,
      lists([caller('plateau-old')], [], [call], null),
    ]),
    { ended: [`channels/${leg}`], looks: 3, joinedWith: null },
  );
});

t.test(
  'a leg that a living daemon joins with its caller while he is taken over is left in its talk',
  async t => {
    t.strictSame(
      await taken([
        lists([caller('plateau-old'), rings], [call, leg], [], []),
        lists([caller('plateau-old'), talks], [leg], [call], [call, leg]),
        lists([caller('plateau-old'), talks], [], [call, leg], [call, leg]),
      ]),
      { ended: [], looks: 3, joinedWith: leg },
    );
  },
);

t.test('what cannot be ended does not keep us from taking over', async t => {
  const stuck = lists([caller('plateau-old'), rings], [leg], [call], []);
  const { looks, joinedWith } = await taken([
    lists([caller('plateau-old'), rings], [call, leg], [], []),
    stuck,
  ]);
  t.strictSame({ looks, joinedWith }, { looks: 3, joinedWith: null });
});
