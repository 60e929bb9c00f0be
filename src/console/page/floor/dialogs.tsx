import * as m from 'messages:floor';
import { Dialog } from '../parts/dialog.tsx';
import { BlockCard, NewBlock } from './blocks.tsx';
import type { DialogProps } from './dialog-props.ts';
import { GuestCard } from './guest-card.tsx';
import { Help } from './help.tsx';
import { NewBooking } from './new-booking.tsx';
import { NewEntry } from './new-entry.tsx';
import type { Opened } from './opened.ts';
import { WalkIn } from './walk-in.tsx';

interface DialogsProps extends Omit<DialogProps, 'onClose'> {
  readonly opened: Opened | undefined;
  readonly setOpened: (opened: Opened | undefined) => void;
}

/** The dialog that is open. */
export function Dialogs({ opened, setOpened, ...shared }: DialogsProps) {
  const props = { ...shared, onClose: () => setOpened(undefined) };
  switch (opened?.kind) {
    case 'card':
      return <GuestCard key={opened.id} {...props} id={opened.id} problem={opened.problem} />;
    case 'walkIn':
      return <WalkIn {...props} entry={opened.entry} />;
    case 'booking':
      return <NewBooking {...props} resourceId={opened.resourceId} at={opened.at} />;
    case 'block':
      return <NewBlock {...props} />;
    case 'shade':
      return <BlockCard {...props} id={opened.id} />;
    case 'entry':
      return <NewEntry {...props} />;
    case 'help':
      return <Help onClose={props.onClose} />;
    case 'ask':
      return (
        <Dialog title={opened.title} onClose={props.onClose}>
          <p role="alert">{opened.text}</p>
          <div class="buttons">
            <button
              type="button"
              class="main"
              data-first
              onClick={() => {
                props.onClose();
                void opened.again();
              }}
            >
              {opened.yes}
            </button>
            <button type="button" onClick={props.onClose}>
              {m.leaveIt}
            </button>
          </div>
        </Dialog>
      );
    default:
      return null;
  }
}
