// The least that a controller behind ARI can do for an idle agent: as soon as it hears of a caller it rings the next phone, and joins
// the two when that is answered. No rules, no record, no dead-man's switch. What it takes, Asterisk and ARI take; the rest is Plateau's.
import { WebSocket } from 'ws';
import { z } from 'zod';
import type { Asterisk } from '../lab/asterisk.js';

const app = 'bench-bare';
const heard = z.looseObject({
  type: z.string(),
  args: z.array(z.string()).optional(),
  channel: z.object({ id: z.string(), caller: z.object({ number: z.string() }) }).optional(),
});

/** What the dialplan does with a caller who is for it. */
export const bareExtension = `Stasis(${app},call)`;

/** A running application. */
export type BareAri = { readonly close: () => void };

/** Rings `phones` in turn; resolves when Asterisk knows it. */
export async function startBareAri(
  { ari }: Pick<Asterisk, 'ari'>,
  phones: readonly string[],
): Promise<BareAri> {
  const url = `${ari.url.replace('http', 'ws')}/ari/events?app=${app}&api_key=${ari.user}:${ari.password}`;
  const socket = new WebSocket(url, { perMessageDeflate: false });
  let asked = 0;
  let rung = 0;
  const ask = (method: string, uri: string): void => {
    asked += 1;
    const id = String(asked);
    socket.send(JSON.stringify({ type: 'RESTRequest', transaction_id: id, request_id: id, method, uri }));
  };
  const arrived = (id: string, number: string): void => {
    const phone = phones[rung % phones.length] ?? '';
    rung += 1;
    const about = new URLSearchParams({ app, appArgs: `leg,${id}`, callerId: number, timeout: '15' });
    ask('POST', `channels/${id}.leg?endpoint=PJSIP/${phone}&originator=${id}&${about.toString()}`);
  };
  const answered = (leg: string, caller: string): void => {
    ask('POST', `channels/${caller}/answer`);
    ask('POST', `bridges/${caller}.bridge?type=mixing`);
    ask('POST', `bridges/${caller}.bridge/addChannel?channel=${caller},${leg}`);
  };
  const gone = (id: string): void => {
    const caller = id.replace(/\.leg$/, '');
    if (caller !== id) ask('DELETE', `bridges/${caller}.bridge`);
    ask('DELETE', `channels/${caller === id ? `${id}.leg` : caller}`);
  };
  socket.on('message', data => {
    const { type, args, channel } = heard.parse(JSON.parse(String(data)));
    if (channel === undefined) return;
    if (type === 'StasisStart' && args?.[0] === 'call') arrived(channel.id, channel.caller.number);
    else if (type === 'StasisStart') answered(channel.id, args?.[1] ?? '');
    else if (type === 'ChannelDestroyed') gone(channel.id);
  });
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  return { close: () => socket.close() };
}
