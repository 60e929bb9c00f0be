// A Worker that only makes one trivial request to the database's endpoint, and answers 201.
export default {
  async fetch(_request: Request, env: { DATABASE_URL: string }): Promise<Response> {
    const { host } = new URL(env.DATABASE_URL);
    const response = await fetch(`http://${host}/sql`, {
      method: 'POST',
      headers: { 'Neon-Connection-String': env.DATABASE_URL },
      body: '{"query":"select 1"}',
    });
    await response.arrayBuffer();
    return new Response('ok', { status: response.ok ? 201 : response.status });
  },
};
