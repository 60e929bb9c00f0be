/** The header of a request to a queue broker of this machine that names the queue. */
export const QUEUE_HEADER = 'X-Queue';
