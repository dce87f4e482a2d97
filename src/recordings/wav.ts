// The two tracks of a talk as one stereo file: the caller on the left, the agent on the right. Tracks are what Asterisk writes as `wav`:
// RIFF, PCM, one channel, 16 bits, usually 8,000 samples a second.

type Track = { readonly rate: number; readonly samples: Buffer };

const bytesPerSample = 2;
const highestRate = 192_000;

/** The samples of a track; `null` for anything that is not one. Asterisk may have been killed before it wrote the lengths. */
function readTrack(file: Buffer): Track | null {
  if (
    file.length < 12 ||
    file.toString('latin1', 0, 4) !== 'RIFF' ||
    file.toString('latin1', 8, 12) !== 'WAVE'
  )
    return null;
  let rate: number | null = null;
  for (let at = 12; at + 8 <= file.length; ) {
    const name = file.toString('latin1', at, at + 4);
    const bytes = file.readUInt32LE(at + 4);
    const body = at + 8;
    if (name === 'fmt ' && body + 16 <= file.length) {
      const isPcm = file.readUInt16LE(body) === 1 && file.readUInt16LE(body + 2) === 1;
      if (!isPcm || file.readUInt16LE(body + 14) !== 8 * bytesPerSample) return null;
      const said = file.readUInt32LE(body + 4);
      rate = said > 0 && said <= highestRate ? said : null;
    }
    if (name === 'data' && rate !== null) {
      const end = bytes === 0 ? file.length : Math.min(file.length, body + bytes);
      return { rate, samples: file.subarray(body, end - ((end - body) % bytesPerSample)) };
    }
    at = body + bytes + (bytes % 2);
  }
  return null;
}

/** `null` when neither of the two is a track. One that is missing, or shorter, is silent where the other is not. */
export function stereoOf(left: Buffer | null, right: Buffer | null): Buffer | null {
  const tracks = [left, right].map(file => (file === null ? null : readTrack(file)));
  const [caller, agent] = tracks;
  const rate = caller?.rate ?? agent?.rate;
  if (rate === undefined) return null;
  const count = Math.max(...tracks.map(track => (track?.samples.length ?? 0) / bytesPerSample));
  const data = Buffer.alloc(count * 2 * bytesPerSample);
  tracks.forEach((track, side) => {
    if (!track) return;
    for (let index = 0; index * bytesPerSample < track.samples.length; index++)
      data.writeInt16LE(
        track.samples.readInt16LE(index * bytesPerSample),
        (index * 2 + side) * bytesPerSample,
      );
  });
  return Buffer.concat([headerOf(rate, data.length), data]);
}

function headerOf(rate: number, dataBytes: number): Buffer {
  const channels = 2;
  const header = Buffer.alloc(44);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(36 + dataBytes, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(channels, 22);
  header.writeUInt32LE(rate, 24);
  header.writeUInt32LE(rate * channels * bytesPerSample, 28);
  header.writeUInt16LE(channels * bytesPerSample, 32);
  header.writeUInt16LE(8 * bytesPerSample, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(dataBytes, 40);
  return header;
}

/** How long a stereo file of ours plays. */
export function durationMsOf(stereo: Buffer): number {
  const bytesASecond = stereo.readUInt32LE(28);
  return Math.round(((stereo.length - 44) * 1000) / bytesASecond);
}
