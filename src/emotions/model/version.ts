/** Written by the trainer, beside weights.bin: known without loading it. */
export const MODEL_VERSION = 'linear-3';
