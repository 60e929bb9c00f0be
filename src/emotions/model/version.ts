/** The version of weights.bin, known without loading it. The trainer writes this file. */
export const MODEL_VERSION = 'linear-4';
