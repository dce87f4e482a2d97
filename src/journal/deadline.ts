// Waiting, but not for ever: a disk can hang.

/** How `promise` settled, or `null` when it had not after `deadlineMs`. Never rejects. */
export async function settledWithin<T>(
  deadlineMs: number,
  promise: Promise<T>,
): Promise<PromiseSettledResult<T> | null> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<null>(resolve => {
    timer = setTimeout(resolve, deadlineMs, null);
  });
  const settled = Promise.allSettled([promise]).then(([result]) => result);
  const first = await Promise.race([settled, deadline]);
  clearTimeout(timer);
  return first;
}
