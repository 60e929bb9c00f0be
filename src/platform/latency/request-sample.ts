import type { Sample } from './sample.ts';

/**
 * The way of a request's sample off the response path. The first queue message about what the request
 * has written carries it, so that it costs no message of its own. Otherwise it goes to the queue
 * `telemetry`.
 */
export interface RequestSample {
  /**
   * Says that a queue message is going to be sent that can carry the sample.
   * @returns called when the message is sent; the sample, or undefined for every message but the first
   */
  carry(): () => Sample | undefined;
  /** Takes the sample when the request has ended. */
  end(sample: Sample): void;
}

/** @param sendAlone sends a sample that no message carries */
export function createRequestSample(sendAlone: (sample: Sample) => void): RequestSample {
  let state: 'alone' | 'carried' | 'left' = 'alone';
  let known: Sample | undefined;
  return {
    carry() {
      if (state !== 'alone') return () => undefined;
      state = 'carried';
      return () => {
        state = 'left';
        return known;
      };
    },
    end(sample) {
      known = sample;
      // A message that was sent before the end of the request has not carried it.
      if (state !== 'carried') sendAlone(sample);
    },
  };
}
