// Asks for a password at the terminal without showing it; where nobody types, it is the first line of standard input.
import { StringDecoder } from 'node:string_decoder';

/** `null`: what was typed the second time is something else. */
export async function askPassword(question: string, again: string): Promise<string | null> {
  if (!process.stdin.isTTY) return firstLine();
  const first = await typed(question);
  return (await typed(again)) === first ? first : null;
}

async function firstLine(): Promise<string> {
  let text = '';
  for await (const chunk of process.stdin.setEncoding('utf8')) {
    text += chunk;
    if (text.includes('\n') || text.length > 10_000) break;
  }
  return (text.split('\n')[0] ?? '').replace(/\r$/, '');
}

const interrupted = 130;

function typed(question: string): Promise<string> {
  const { stdin, stderr } = process;
  stderr.write(question);
  stdin.setRawMode(true);
  stdin.resume();
  const decoder = new StringDecoder('utf8');
  let text = '';
  return new Promise(resolve => {
    const take = (chunk: Buffer) => {
      for (const key of decoder.write(chunk)) {
        if (key === '\r' || key === '\n' || key === '\u0004') {
          finish();
          return;
        }
        if (key === '\u0003') {
          finish();
          process.exit(interrupted);
        }
        text = key === '\u007f' || key === '\b' ? [...text].slice(0, -1).join('') : text + key;
      }
    };
    const finish = () => {
      stdin.off('data', take).pause();
      stdin.setRawMode(false);
      stderr.write('\n');
      resolve(text);
    };
    stdin.on('data', take);
  });
}
