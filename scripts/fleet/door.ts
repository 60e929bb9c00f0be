import type { Batch } from './queue-broker.ts';

// A Worker beside an instance of the service. It lets this machine call the handlers of that instance
// that Cloudflare calls: for batches of queues, and for the Cron Trigger.

interface Bindings {
  readonly SERVICE: {
    queue(name: string, messages: object[]): Promise<unknown>;
    scheduled(options: { scheduledTime: Date; cron: string }): Promise<unknown>;
  };
}

export default {
  async fetch(request: Request, { SERVICE }: Bindings): Promise<Response> {
    switch (new URL(request.url).pathname) {
      case '/queue': {
        const { queue, messages }: Batch = JSON.parse(await request.text());
        const batch = messages.map((each) => ({ ...each, timestamp: new Date(each.timestamp) }));
        return Response.json(await SERVICE.queue(queue, batch));
      }
      case '/scheduled':
        await SERVICE.scheduled({ scheduledTime: new Date(), cron: '* * * * *' });
        return new Response();
      default:
        return new Response(null, { status: 404 });
    }
  },
};
