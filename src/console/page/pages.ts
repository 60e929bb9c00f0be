import * as m from 'messages:common';
import type { ComponentType } from 'preact';
import { may } from './session.ts';

export interface Page {
  /** The first part of its address. */
  readonly name: string;
  readonly title: string;
  /** The scopes without which it is not shown. */
  readonly scopes: readonly string[];
  readonly load: () => Promise<{ readonly Page: ComponentType }>;
}

const PAGES: readonly Page[] = [
  {
    name: 'floor',
    title: m.floor,
    scopes: ['bookings:read'],
    load: () => import('./floor/floor-page.tsx'),
  },
  {
    name: 'calendar',
    title: m.calendar,
    scopes: ['bookings:read'],
    load: () => import('./calendar/calendar-page.tsx'),
  },
  {
    name: 'guests',
    title: m.guests,
    scopes: ['messages:read'],
    load: () => import('./guests/guests-page.tsx'),
  },
  {
    name: 'conversations',
    title: m.conversations,
    scopes: ['messages:read'],
    load: () => import('./conversations/conversations-page.tsx'),
  },
  {
    name: 'emotions',
    title: m.emotions,
    scopes: ['messages:read'],
    load: () => import('./emotions/emotions-page.tsx'),
  },
  {
    name: 'operations',
    title: m.operations,
    scopes: [],
    load: () => import('./operations/operations-page.tsx'),
  },
  {
    name: 'settings',
    title: m.settings,
    scopes: [],
    load: () => import('./settings/settings-page.tsx'),
  },
];

/** The pages that the session may use, in the order of the menu. */
export const pages = () => PAGES.filter(({ scopes }) => may(...scopes));
