import * as m from 'messages:floor';
import { Dialog } from '../parts/dialog.tsx';

/** The keys of the floor. */
export function Help({ onClose }: { readonly onClose: () => void }) {
  const keys = [
    ['W', m.walkIn],
    ['B', m.newBooking],
    ['/', m.find],
    ['?', m.help],
    ['← → ↑ ↓', m.keyArrows],
    ['Enter', m.keyEnter],
    ['M', m.keyMove],
    ['S F L N', m.keyActs],
    ['C A', m.keyMoreActs],
    ['U', m.keyUndo],
  ] as const;
  return (
    <Dialog title={m.help} onClose={onClose}>
      <table>
        <tbody>
          {keys.map(([key, text]) => (
            <tr key={key}>
              <th scope="row">
                <kbd>{key}</kbd>
              </th>
              <td>{text}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Dialog>
  );
}
