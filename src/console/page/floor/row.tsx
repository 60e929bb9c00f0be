import * as m from 'messages:floor';
import { memo } from '../parts/memo.ts';
import { timeOf } from '../time.ts';
import type { Axis, Bar, Row as RowData, Shade } from './floor-data.ts';
import type { Ghost } from './use-acts.ts';
import { barText, isFound, markText, nameOf, SIGNS, sizeText, stateText } from './words.ts';

interface RowProps {
  readonly row: RowData;
  readonly from: number;
  readonly to: number;
  readonly zone: string;
  /** What is searched for; other bars are dimmed. */
  readonly find: string;
  /** The target of a booking that is being moved here. */
  readonly ghost: Ghost | undefined;
  /** The booking that is being moved from here. */
  readonly lifted: string | undefined;
  /** Whether blocks can be ended. */
  readonly opensBlocks: boolean;
}

/** Where a span lies on the axis. */
export function spanStyle({ from, to }: Axis, span: Axis) {
  const percent = (part: number) => `${((100 * part) / (to - from)).toFixed(3)}%`;
  const start = Math.max(span.from, from);
  return {
    insetInlineStart: percent(start - from),
    inlineSize: percent(Math.min(span.to, to) - start),
  };
}

/** The bars and blocks of one resource. The timeline listens to what happens at them. */
export const FloorRow = memo(function FloorRow(props: RowProps) {
  const { row, from, to, zone, find, ghost, lifted, opensBlocks } = props;
  const { resource, bars, shades } = row;
  const axis = { from, to };
  return (
    <li class="floor-row">
      <div class="floor-label">
        <strong>{resource.name}</strong>
        <small>{m.seats({ range: sizeText(resource) })}</small>
      </div>
      <div class="floor-track" data-row={resource.id}>
        {shades.map((shade) => (
          <ShadeBox
            key={`${shade.block.id}${shade.from}`}
            {...{ shade, axis, opensBlocks, zone }}
          />
        ))}
        {bars.map((bar) => (
          <PartyBar
            key={bar.booking.id}
            {...{ bar, axis, zone }}
            isDim={find !== '' && !isFound(bar.booking, find)}
            isLifted={bar.booking.id === lifted}
          />
        ))}
        {ghost && (
          <div class="ghost" style={spanStyle(axis, { from: ghost.start, to: ghost.end })}>
            {timeOf(ghost.start, zone)}
          </div>
        )}
      </div>
    </li>
  );
});

interface BarProps {
  readonly bar: Bar;
  readonly axis: Axis;
  readonly zone: string;
  readonly isDim: boolean;
  readonly isLifted: boolean;
}

function PartyBar({ bar, axis, zone, isDim, isLifted }: BarProps) {
  const { booking, mark, seats } = bar;
  const classes = ['party', booking.state, mark, isDim && 'dim', isLifted && 'lifted'];
  return (
    <button
      type="button"
      class={classes.filter(Boolean).join(' ')}
      style={spanStyle(axis, bar)}
      tabIndex={-1}
      data-booking={booking.id}
      title={barText(bar, zone)}
    >
      <span class="hidden">{barText(bar, zone)}</span>
      <span class="who" aria-hidden="true">
        <b dir="auto">{nameOf(booking)}</b> <span>{booking.partySize}</span>
        {seats !== undefined && ' ⚠'}
      </span>
      <span class="what" aria-hidden="true">
        {SIGNS[booking.state]} {mark ? markText(mark) : stateText(booking.state)}
        {booking.notes && ' ✎'}
      </span>
    </button>
  );
}

interface ShadeProps {
  readonly shade: Shade;
  readonly axis: Axis;
  readonly opensBlocks: boolean;
  readonly zone: string;
}

function ShadeBox({ shade, axis, opensBlocks, zone }: ShadeProps) {
  const { block, from, to, isFirst, label } = shade;
  const style = spanStyle(axis, shade);
  if (!isFirst || !opensBlocks)
    return <div class="shade" style={style} title={block.reason ?? ''} />;
  const span = `${timeOf(from, zone)}–${timeOf(to, zone)}`;
  return (
    <button
      type="button"
      class="shade"
      style={style}
      tabIndex={-1}
      data-block={block.id}
      aria-label={[m.blocked, block.reason, span].filter(Boolean).join(', ')}
    >
      {label !== undefined && <span dir="auto">{label || m.blocked}</span>}
    </button>
  );
}
