import * as m from 'messages:floor';
import { useMemo } from 'preact/hooks';
import type { Floor, Venue } from '../../../client/index.ts';
import { api } from '../api.ts';
import { SelectField } from '../parts/field.tsx';
import { usePolled } from '../polled.ts';
import { timeOf } from '../time.ts';
import { type Asked, type Place, placesFor } from './places.ts';

/** The places of a floor for a party, with the venue's combinations of tables. */
export function usePlaces(floor: Floor, venue: Venue, asked: Asked): readonly Place[] {
  const venueId = venue.id;
  const load = useMemo(
    () => (signal: AbortSignal) => api.listResources({ venueId }, { signal }),
    [venueId],
  );
  const { value } = usePolled(`places ${venueId}`, load, 0);
  return placesFor(floor, venue, asked, value?.combinations);
}

/** Says until when a place is free or taken, and by whom; undefined for one that is simply free. */
export function placeHint({ fit, until, by }: Place, zone: string): string | undefined {
  if (until === undefined) return undefined;
  const text = m.fitHint({ fit: fit === 'taken' ? fit : 'until', time: timeOf(until, zone) });
  return by === undefined ? text : `${text} (${by})`;
}

/** Whether a party can have a place, in a few words; two if it is free for a while and of another size. */
function fitsOf({ fit, until }: Place, zone: string): string[] {
  if (fit === undefined) return [];
  const time = until === undefined ? '' : timeOf(until, zone);
  const isForWhile = fit === 'other' && until !== undefined;
  return [m.placeFit({ fit, time }), ...(isForWhile ? [m.placeFit({ fit: 'until', time })] : [])];
}

interface TableFieldProps {
  readonly places: readonly Place[];
  readonly zone: string;
  /** What it says when no place is chosen. */
  readonly none: string;
  readonly value: string;
  readonly onPick: (value: string) => void;
}

/** Chooses a place, or none. */
export function TableField({ places, zone, none, value, onPick }: TableFieldProps) {
  const chosen = places.find((place) => place.value === value);
  return (
    <SelectField
      {...{ label: m.table, name: 'resource', value, onInput: onPick }}
      hint={chosen && placeHint(chosen, zone)}
    >
      <option value="">{none}</option>
      {places.map((place) => (
        <option key={place.value} value={place.value}>
          {[`${place.name} (${place.size})`, ...fitsOf(place, zone)].join(' · ')}
        </option>
      ))}
    </SelectField>
  );
}

/** The resources that a form names; none for a place that is left to the service. */
export function resourcesIn(form: FormData): { resourceIds?: string[] } {
  const value = String(form.get('resource') ?? '');
  return value === '' ? {} : { resourceIds: value.split(' ') };
}
