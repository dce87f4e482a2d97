// Runs seeds through the fault machine until one breaks, and prints what it was as JSON: in a process of its own, on a copy of the product.
import { runFaults } from './machine.js';
import type { Hunt } from './mutant.js';

async function search(seeds: number, hours: number): Promise<Hunt> {
  let steps = 0;
  let faults = 0;
  for (let seed = 1; seed <= seeds; seed++) {
    const result = await runFaults({ seed, hours, only: null });
    steps += result.steps;
    for (const count of result.counts.values()) faults += count;
    const by = result.failures[0];
    if (by !== undefined) return { caught: { seed, by }, seeds: seed, steps, faults };
  }
  return { caught: null, seeds, steps, faults };
}

const [, , seeds, hours] = process.argv;
process.stdout.write(JSON.stringify(await search(Number(seeds), Number(hours))));
