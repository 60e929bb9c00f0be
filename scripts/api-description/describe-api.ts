import { createApp } from '../../src/app.ts';
import { describeEvents } from './describe-events.ts';

/** The OpenAPI 3.1 description of the API, made from the routes themselves. */
export function describeApi() {
  const app = createApp(() => {
    throw new Error('The API is only described here.');
  });
  app.openAPIRegistry.registerComponent('securitySchemes', 'apiKey', {
    type: 'http',
    scheme: 'bearer',
    description: 'An API key: `mtd_…`.',
  });
  describeEvents(app.openAPIRegistry);
  return app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: { title: 'Maitred', version: '0.1.0' },
  });
}
