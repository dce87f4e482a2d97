// The least that speaks AMI: for tests and benches that need a second, independent look at Asterisk. The product has its own.
import { connect } from 'node:net';

export type AmiMessage = Readonly<Record<string, string>>;

export type PlainAmi = {
  /** Sends an action and resolves with its response. Throws when there is none in 15 s. */
  readonly act: (action: Readonly<Record<string, string>>) => Promise<AmiMessage>;
  /** All events so far. */
  readonly events: readonly AmiMessage[];
  readonly close: () => void;
};

const answerMs = 15_000;

/** Logs in with events on; throws when Asterisk refuses. */
export async function plainAmi(at: {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly secret: string;
}): Promise<PlainAmi> {
  const socket = connect(at.port, at.host);
  const events: AmiMessage[] = [];
  const waiting = new Map<string, (response: AmiMessage) => void>();
  let text = '';
  let actions = 0;
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
    const blocks = text.split('\r\n\r\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const message = readMessage(block);
      const resolve = waiting.get(message['ActionID'] ?? '');
      if (message['Event'] !== undefined) events.push(message);
      else resolve?.(message);
    }
  });
  const act: PlainAmi['act'] = action => {
    actions += 1;
    const id = `plain-${actions}`;
    const lines = Object.entries({ ...action, ActionID: id }).map(([key, value]) => `${key}: ${value}\r\n`);
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`AMI: no answer to ${action['Action']}`)), answerMs);
      waiting.set(id, response => {
        clearTimeout(late);
        resolve(response);
      });
      socket.write(`${lines.join('')}\r\n`);
    });
  };
  await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  const login = await act({ Action: 'Login', Username: at.user, Secret: at.secret });
  if (login['Response'] !== 'Success') throw new Error(`AMI: ${login['Message']}`);
  return { act, events, close: () => socket.destroy() };
}

function readMessage(block: string): AmiMessage {
  const pairs = block.split('\r\n').map(line => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon), line.slice(colon + 1).trim()] as const;
  });
  return Object.fromEntries(pairs);
}
