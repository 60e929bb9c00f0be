/**
 * Rounds weights to 8-bit numbers of steps. The size of a step is different for each column.
 * @param levels the largest number of steps
 * @param reach the share of a column's largest weight that `levels` steps represent
 */
export function quantise(
  weights: Float32Array,
  { columns, levels, reach }: { columns: number; levels: number; reach: number },
): { table: Int8Array; steps: number[] } {
  const steps = Array.from({ length: columns }, (_, column) => {
    let largest = 0;
    for (let at = column; at < weights.length; at += columns) {
      largest = Math.max(largest, Math.abs(weights[at] ?? 0));
    }
    return (largest * reach) / levels;
  });
  const table = Int8Array.from(weights, (weight, at) => {
    const step = Math.round(weight / (steps[at % columns] ?? 1));
    return Math.max(-levels, Math.min(levels, step));
  });
  return { table, steps };
}
