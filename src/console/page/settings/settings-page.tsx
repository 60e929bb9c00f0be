import * as m from 'messages:settings';
import type { FunctionComponent } from 'preact';
import { hrefOf, usePlace } from '../router.ts';
import { may } from '../session.ts';
import { BlocksSection } from './blocks-section.tsx';
import { HoursSection } from './hours-section.tsx';
import { KeysSection } from './keys-section.tsx';
import { LimitsSection } from './limits-section.tsx';
import { SetUp } from './set-up.tsx';
import { TablesSection } from './tables-section.tsx';
import { VenueSection } from './venue-section.tsx';
import { WebhooksSection } from './webhooks-section.tsx';

interface Section {
  readonly name: string;
  readonly title: string;
  readonly scopes: readonly string[];
  readonly Part: FunctionComponent;
}

const SECTIONS: readonly Section[] = [
  { name: 'venue', title: m.venue, scopes: ['bookings:read', 'admin'], Part: VenueSection },
  { name: 'hours', title: m.hours, scopes: ['bookings:read', 'admin'], Part: HoursSection },
  { name: 'tables', title: m.tables, scopes: ['bookings:read', 'admin'], Part: TablesSection },
  {
    name: 'blocks',
    title: m.blocks,
    scopes: ['bookings:read', 'bookings:staff'],
    Part: BlocksSection,
  },
  { name: 'webhooks', title: m.webhooks, scopes: ['admin'], Part: WebhooksSection },
  { name: 'keys', title: m.keys, scopes: ['admin'], Part: KeysSection },
  { name: 'limits', title: m.limits, scopes: [], Part: LimitsSection },
];

/** Settings: a menu of sections, and the one that the address names. `set-up` is the first set-up. */
export function Page() {
  const { parts } = usePlace();
  if (parts[1] === 'set-up') return <SetUp />;
  const shown = SECTIONS.filter(({ scopes }) => may(...scopes));
  const section = shown.find(({ name }) => name === parts[1]) ?? shown[0];
  return (
    <>
      <h1>{m.settings}</h1>
      <nav class="tabs" aria-label={m.sections}>
        {shown.map(({ name, title }) => (
          <a
            key={name}
            href={hrefOf(['settings', name])}
            aria-current={name === section?.name ? 'page' : undefined}
          >
            {title}
          </a>
        ))}
      </nav>
      {section && <section.Part key={section.name} />}
    </>
  );
}
