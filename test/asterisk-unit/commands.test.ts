// Both ways of sending commands, against a server that can be made to stick.
import t, { type Test } from 'tap';
import { httpCommands } from '../../src/asterisk/commands-http.js';
import { websocketCommands } from '../../src/asterisk/commands-websocket.js';
import { commandContract } from '../contract/commands.js';
import { until } from '../until.js';
import { givenAri } from './fake-ari.js';

const access = (port: number) => ({ host: '127.0.0.1', port, user: 'plateau', password: 'right' });
const post = (path: string) => ({ method: 'POST', path }) as const;

t.test('commands by HTTP', async t =>
  commandContract(t, async (t, deadlineMs) => {
    const server = await givenAri(t);
    const commands = httpCommands(access(server.port), deadlineMs);
    t.teardown(async () => commands.close());
    return { commands, server };
  }),
);

t.test('commands on websockets', async t => {
  const given = async (t: Test, deadlineMs: number) => {
    const server = await givenAri(t);
    const closed: string[] = [];
    const commands = await websocketCommands({
      address: access(server.port),
      app: 'plateau-x',
      sockets: 2,
      deadlineMs,
      stuckAfterMs: 1,
      closed: why => void closed.push(why),
    });
    t.teardown(async () => commands.close());
    return { commands, server, closed };
  };
  commandContract(t, given);

  t.test('while a socket is stuck its other lanes go by HTTP, also when the deadline has passed', async t => {
    const { commands, server } = await given(t, 60);
    server.stick('stuck');
    t.equal((await commands.run('a', post('stuck'))).known, false);
    const lanes = Array.from({ length: 12 }, (_, index) => `lane${index}`);
    await Promise.all(lanes.map(lane => commands.run(lane, post(lane))));
    const ways = new Set(server.asked.filter(({ uri }) => uri.startsWith('lane')).map(({ by }) => by));
    t.strictSame([...ways].sort(), ['http', 'websocket']);
    server.release();
    await until('the lane is free again', async () => (await commands.run('a', post('a'))).known);
  });

  t.test('a lane that sticks a second time lets the others go a second time', async t => {
    const server = await givenAri(t);
    const commands = await websocketCommands({
      address: access(server.port),
      app: 'plateau-x',
      sockets: 1,
      deadlineMs: 10_000,
      stuckAfterMs: 250,
      closed: () => undefined,
    });
    t.teardown(async () => commands.close());
    server.stick('one');
    const one = commands.run('a', post('one'));
    t.equal((await commands.run('b', post('b'))).known, true);
    t.match(
      server.asked.find(({ uri }) => uri === 'b'),
      { by: 'http' },
    );
    const two = commands.run('a', post('two'));
    server.release();
    server.stick('two');
    t.equal((await one).known, true);
    let isThere = false;
    void commands.run('c', post('c')).then(({ known }) => {
      isThere = known;
    });
    await until('another lane goes round it', () => isThere);
    server.release();
    t.equal((await two).known, true);
  });

  t.test('questions go by HTTP: a long answer on a websocket kills Asterisk', async t => {
    const { commands, server } = await given(t, 10_000);
    await commands.run('a', { method: 'GET', path: 'channels' });
    t.match(server.asked, [{ by: 'http', uri: 'channels' }]);
  });

  t.test('a socket that answers no ping has a successor, and what it was asked is not forgotten', async t => {
    const server = await givenAri(t, undefined, { pongs: false });
    const closed: string[] = [];
    const commands = await websocketCommands({
      address: access(server.port),
      app: 'plateau-x',
      sockets: 1,
      deadlineMs: 10_000,
      stuckAfterMs: 5_000,
      pingMs: 20,
      closed: why => void closed.push(why),
    });
    t.teardown(async () => commands.close());
    server.stick('stuck');
    const pending = commands.run('a', post('stuck'));
    const behind = commands.run('a', post('behind'));
    await until('it is replaced', () => server.streams.includes('plateau-x-1-2'));
    await until('another lane goes on', async () => (await commands.run('b', post('b'))).known);
    t.notOk(
      server.asked.some(({ uri }) => uri === 'behind'),
      'a lane keeps its order on the old one',
    );
    server.release();
    t.strictSame([(await pending).known, (await behind).known], [true, true]);
    t.strictSame(closed, []);
    server.close();
    await until('without a successor the link is lost', () => closed.length > 0);
    t.match(closed[0], /silent, and there is no other/);
  });

  t.test('a lost socket is said once, and what was under way has an unknown end', async t => {
    const { commands, server, closed } = await given(t, 10_000);
    server.stick('stuck');
    const pending = commands.run('a', post('stuck'));
    await until('it has begun', () => server.asked.length === 1);
    server.drop();
    t.equal((await pending).known, false);
    await until('it is said', () => closed.length > 0);
    t.match(closed[0], /websocket for commands/);
  });
});
