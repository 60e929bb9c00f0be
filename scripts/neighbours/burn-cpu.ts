// A process that burns a share of one processor: its argument, from 0 to 1. It ends with the process
// that has forked it.

const SLICE_MS = 20;
const share = Number(process.argv[2]);

process.once('disconnect', () => process.exit(0));
burn();

function burn(): void {
  const until = performance.now() + share * SLICE_MS;
  while (performance.now() < until);
  setTimeout(burn, (1 - share) * SLICE_MS);
}
