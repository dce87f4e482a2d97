// Taking what is there into our hands: callers and talks of an earlier boot are moved to our app, what nobody waits for is ended.
import { OutsideError } from '../base/errors.js';
import { playbacksOn } from './book.js';
import { type Commands, requests, succeeded } from './commands.js';
import { type Found, findOurs } from './snapshot.js';

const movedWithinMs = 1_000;

/** Where the events of a moved channel arrive: `entered` resolves when it came into our app, or is gone; to false when neither was so in time. */
export type Arrivals = { readonly entered: (channel: string, withinMs: number) => Promise<boolean> };

/** More than two are needed only when another daemon still acts while we take its callers. */
const mostLooks = 5;

/**
 * Looks, moves, and looks again, until nothing is left to be taken: what the last look shows has had its events sent to us all the
 * time since. What is ended must have been in the way at two looks: another daemon that is still alive may just be joining a caller
 * with the leg that rang at the first, and learns from our moves that it has lost its place.
 */
export async function takeOver(commands: Commands, app: string, arrivals: Arrivals): Promise<Found> {
  const asked = new Set<string>();
  let before: Found | null = null;
  let found = await look(commands, app);
  for (let looks = 2; looks <= mostLooks; looks++) {
    const ended = inTheWayTwice(before, found);
    for (const id of [...ended.legs, ...ended.bridges]) asked.add(id);
    await Promise.all([
      ...take(commands, app, found, arrivals),
      ...ended.legs.map(leg => commands.run(leg, requests.hangUp(leg))),
      ...ended.bridges.map(bridge => commands.run(bridge, requests.destroyBridge(bridge))),
    ]);
    before = found;
    found = await look(commands, app);
    const inTheWay = [...found.toHangUp, ...found.emptyBridges];
    if (found.toMove.length === 0 && inTheWay.every(id => asked.has(id))) break;
  }
  return found;
}

function inTheWayTwice(before: Found | null, found: Found) {
  const legs = found.toHangUp.filter(id => before?.toHangUp.includes(id));
  const bridges = found.emptyBridges.filter(id => before?.emptyBridges.includes(id));
  return { legs, bridges };
}

function take(
  commands: Commands,
  app: string,
  found: Found,
  arrivals: Arrivals,
): readonly Promise<unknown>[] {
  return [
    ...found.toMove.map(async channel => {
      // Should he hang up on the way, or come late, we hear of it.
      await commands.run(channel, requests.subscribe(app, `channel:${channel}`));
      // A channel that plays is moved when the announcement has ended, and not before.
      for (const playback of playbacksOn(channel))
        void commands.run(channel, requests.stopPlayback(playback));
      const entered = arrivals.entered(channel, movedWithinMs);
      const moved = succeeded(await commands.run(channel, requests.move(channel, app)));
      // Inside, he is listened to anyway. Were this kept, our app would still list him when another daemon has taken him.
      if (moved && (await entered))
        await commands.run(channel, requests.unsubscribe(app, `channel:${channel}`));
    }),
    ...found.toLetGo.map(channel => commands.run(channel, requests.hangUp(channel))),
    ...found.listeningBridges.map(bridge => commands.run(bridge, requests.destroyBridge(bridge))),
    ...found.toSendOn.map(phone => commands.run(phone, requests.continueInDialplan(phone))),
    // A bridge stays with the app that made it: we would not hear of who leaves it.
    ...found.talks.map(bridge => commands.run(bridge, requests.subscribe(app, `bridge:${bridge}`))),
  ];
}

async function look(commands: Commands, app: string): Promise<Found> {
  const [channels, bridges, applications] = await Promise.all(
    [requests.channels(), requests.bridges(), requests.applications()].map(async request => {
      const answer = await commands.run(request.path, request);
      if (!answer.known)
        throw new OutsideError('ari-silent', `ARI did not list ${request.path}: ${answer.why}`);
      return answer.body;
    }),
  );
  return findOurs(app, { channels, bridges, applications });
}
