import * as c from 'messages:common';
import * as m from 'messages:conversations';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Empty } from '../parts/state.tsx';
import { goTo, hrefOf, usePlace } from '../router.ts';
import { useZone } from '../venues.ts';
import { ConversationList, itemIdOf } from './conversation-list.tsx';
import { ConversationView } from './conversation-view.tsx';

/** The conversations: those that need attention first, and beside them the chosen one. */
export function Page() {
  const { parts, query } = usePlace();
  const chosen = parts[1];
  const zone = useZone();
  const { show = 'needed', channel = '' } = query;
  const [channels, setChannels] = useState<readonly string[]>(channel === '' ? [] : [channel]);
  const before = useRef(chosen);
  useEffect(() => {
    // The keyboard goes on where it was in the list.
    const left = before.current;
    if (chosen === undefined && left !== undefined) {
      document.getElementById(itemIdOf(left))?.focus();
    }
    before.current = chosen;
  }, [chosen]);
  if (zone === undefined) return <p class="empty">{c.loading}</p>;
  const filter = (next: { show?: string; channel?: string }) =>
    goTo(hrefOf(parts, { ...query, ...next }), { replace: true });
  return (
    <div class={chosen === undefined ? 'talk' : 'talk chosen'}>
      <section class="talk-list">
        <div class="bar spread">
          <h1>{c.conversations}</h1>
          <span class="zone">{c.timesIn({ zone: zone.replaceAll('_', ' ') })}</span>
        </div>
        <div class="bar">
          <fieldset class="switch">
            <legend class="hidden">{m.show}</legend>
            {(['needed', 'all'] as const).map((each) => (
              <button
                key={each}
                type="button"
                aria-pressed={show === each}
                onClick={() => filter({ show: each })}
              >
                {each === 'all' ? m.all : m.needed}
              </button>
            ))}
          </fieldset>
          <label>
            <span class="hidden">{m.channel}</span>
            <select
              value={channel}
              onChange={(event) => filter({ channel: event.currentTarget.value })}
            >
              <option value="">{m.anyChannel}</option>
              {channels.map((each) => (
                <option key={each}>{each}</option>
              ))}
            </select>
          </label>
        </div>
        <ConversationList
          {...{ zone, channel, chosen, query, isAll: show === 'all' }}
          onChannels={(seen) => {
            const all = [...new Set([...channels, ...seen])].sort();
            if (all.length > channels.length) setChannels(all);
          }}
        />
      </section>
      <section class="talk-view">
        {chosen === undefined ? (
          <Empty>{m.choose}</Empty>
        ) : (
          <ConversationView
            key={chosen}
            {...{ id: chosen, zone, back: hrefOf(['conversations'], query) }}
          />
        )}
      </section>
    </div>
  );
}
