/** The part of the Workers AI binding that the service uses. */
export interface TextGeneration {
  run(
    model: string,
    input: Record<string, unknown>,
    options: { signal: AbortSignal },
  ): Promise<unknown>;
}
