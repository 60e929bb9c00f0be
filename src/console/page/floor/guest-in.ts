import type { Guest } from '../../../client/index.ts';
import { api } from '../api.ts';
import { may } from '../session.ts';

/**
 * The guest that a form names. A guest who is known by the number is the same one again, unless the
 * number belongs to several.
 * @param id the id of a new guest
 */
export async function guestIn(form: FormData, id: string): Promise<Guest> {
  const name = String(form.get('name') ?? '').trim();
  const phone = String(form.get('phone') ?? '').trim();
  if (phone === '') return { id, name };
  if (may('messages:read')) {
    const { region } = new Intl.Locale(navigator.language).maximize();
    const country = region === undefined ? {} : { country: region };
    const { data } = await api.listCustomers({ phone, limit: 2, ...country });
    const [only, ...others] = data;
    // A repeated request that has made the guest already must be the same as the first one.
    const isKnown = only !== undefined && only.id !== id && others.length === 0;
    if (isKnown) return { id: only.id, name: only.name ?? name };
  }
  return { id, name, phone };
}
