// Carries requests and sweeps between the board and Python; what they mean is the board's business.
export default function feeder({ data, setTriggerValue }) {
  const hub = (globalThis.__ndFeeder ||= {});
  hub.ask = (request) => setTriggerValue("ask", request);
  if (data instanceof Uint8Array && data.length && hub.receive) hub.receive(data);
}
