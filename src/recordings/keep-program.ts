// A process of its own for one job: sound is fetched, merged and encrypted far from the calls.
import { jobShape } from './jobs.js';
import { doJob } from './keep.js';

const chunks: Buffer[] = [];
for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
const job = jobShape.parse(JSON.parse(Buffer.concat(chunks).toString('utf8')));
process.stdout.write(JSON.stringify(await doJob(job)));
