// Taking what is there into our hands: callers and talks of an earlier boot are moved to our app, what nobody waits for is ended.
import { OutsideError } from '../base/errors.js';
import { playbacksOn } from './book.js';
import { type Commands, requests, succeeded } from './commands.js';
import { type Found, findOurs } from './snapshot.js';

const movedWithinMs = 1_000;

/** Where the events of a moved channel arrive: `entered` resolves when it came into our app, or is gone; to false when neither was so in time. */
export type Arrivals = { readonly entered: (channel: string, withinMs: number) => Promise<boolean> };

/** Looks, moves, and looks again: what the second look shows has had its events sent to us all the time since. */
export async function takeOver(commands: Commands, app: string, arrivals: Arrivals): Promise<Found> {
  const first = await look(commands, app);
  await Promise.all([
    ...first.toMove.map(async channel => {
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
    ...first.toHangUp.map(leg => commands.run(leg, requests.hangUp(leg))),
    ...first.toSendOn.map(phone => commands.run(phone, requests.continueInDialplan(phone))),
    ...first.emptyBridges.map(bridge => commands.run(bridge, requests.destroyBridge(bridge))),
    // A bridge stays with the app that made it: we would not hear of who leaves it.
    ...first.talks.map(bridge => commands.run(bridge, requests.subscribe(app, `bridge:${bridge}`))),
  ]);
  return await look(commands, app);
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
