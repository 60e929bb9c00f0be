import * as m from 'messages:settings';
import type { Venue } from '../../../client/index.ts';

interface TurnTimesProps {
  readonly turnTimes: Venue['turnTimes'];
  readonly setTurnTimes: (turnTimes: Venue['turnTimes']) => void;
}

/** How long parties stay, by their size. */
export function TurnTimes({ turnTimes, setTurnTimes }: TurnTimesProps) {
  const last = turnTimes.at(-1);
  return (
    <fieldset>
      <legend>{m.turnTimes}</legend>
      {turnTimes.map((each, n) => (
        <div key={n} class="row">
          <Count
            label={m.upTo}
            value={each.maxParty}
            onChange={(maxParty) => set(n, { maxParty })}
          />
          <Count
            label={m.minutes}
            value={each.minutes}
            onChange={(minutes) => set(n, { minutes })}
          />
          {turnTimes.length > 1 && (
            <button
              type="button"
              class="plain"
              aria-label={m.removeTurnTime({ party: each.maxParty })}
              onClick={() => setTurnTimes(turnTimes.filter((_, k) => k !== n))}
            >
              ✕
            </button>
          )}
        </div>
      ))}
      <button
        type="button"
        onClick={() =>
          setTurnTimes([
            ...turnTimes,
            { maxParty: (last?.maxParty ?? 2) + 2, minutes: (last?.minutes ?? 90) + 30 },
          ])
        }
      >
        {m.addTurnTime}
      </button>
    </fieldset>
  );

  function set(n: number, change: Partial<Venue['turnTimes'][number]>) {
    setTurnTimes(turnTimes.map((each, k) => (k === n ? { ...each, ...change } : each)));
  }
}

interface CountProps {
  readonly label: string;
  readonly value: number;
  readonly onChange: (value: number) => void;
}

/** A labelled number on one line. */
export function Count({ label, value, onChange }: CountProps) {
  return (
    <label class="row">
      {label}
      <input
        type="number"
        min={1}
        required
        value={value}
        onInput={(event) => onChange(event.currentTarget.valueAsNumber)}
      />
    </label>
  );
}
