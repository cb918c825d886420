/**
 * What a mail's or an admin's link carries behind `#`: a token or a code. It is taken out of the address
 * at once, so that it is in no history, and kept for this tab alone, so that a reload or a log-in on the
 * way does not lose it. It is never part of an address of ours.
 */
import { useState } from 'react';

/** What a link can carry, by the page that it leads to. */
export type Ticket = 'verify' | 'reset' | 'invitation' | 'code';

const FRAGMENT_NAME: Record<Ticket, string> = {
  verify: 'token',
  reset: 'token',
  invitation: 'token',
  code: 'code',
};

/** The value of that name in an address's fragment, such as `#token=abc`. */
export function fragmentValue(hash: string, name: string): string | null {
  return new URLSearchParams(hash.replace(/^#/, '')).get(name) || null;
}

/** The ticket of the address or, without one there, of this tab. The fragment is gone afterwards. */
export function takeTicket(ticket: Ticket): string | null {
  const fresh = fragmentValue(window.location.hash, FRAGMENT_NAME[ticket]);
  if (fresh !== null) {
    keepTicket(ticket, fresh);
    const { pathname, search } = window.location;
    window.history.replaceState(window.history.state, '', pathname + search);
  }
  return fresh ?? heldTicket(ticket);
}

/** The ticket that this tab holds, whatever the address says. */
export function heldTicket(ticket: Ticket): string | null {
  return sessionStorage.getItem(stored(ticket));
}

export function keepTicket(ticket: Ticket, value: string): void {
  sessionStorage.setItem(stored(ticket), value);
}

/** Forgets a ticket that was used, or that is void. */
export function dropTicket(ticket: Ticket): void {
  sessionStorage.removeItem(stored(ticket));
}

/** The ticket of the page, read once. */
export function useTicket(ticket: Ticket): string | null {
  return useState(() => takeTicket(ticket))[0];
}

function stored(ticket: Ticket): string {
  return `convoke.ticket.${ticket}`;
}
