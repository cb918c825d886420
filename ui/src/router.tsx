/** Every view of the page by its address. What a view shows is restored from the address alone. */
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
  type RouteComponent,
} from '@tanstack/react-router';
import { currentStanding } from './api/session';
import { type Area, openAreas } from './i18n';
import { contactSearch, contactsSearch, duplicatesSearch, importRunSearch } from './contacts/search';
import { dashboardSearch } from './orgs/search';
import { eventsSearch } from './events/search';
import { messagesSearch } from './messages/search';
import { addSearch, queueSearch } from './board/search';
import { Crash, Nowhere } from './parts/trouble';
import { figuresSearch, tenantsSearch, troublesSearch, usersSearch } from './admin/search';

/**
 * Reads the address and takes away what is not known there: a router that is told nothing of a name passes on
 * what stood in the address.
 */
function known<Search extends object>(read: (search: Record<string, unknown>) => Search) {
  return (search: Record<string, unknown>): Search => ({
    ...Object.fromEntries(Object.keys(search).map((name) => [name, undefined])),
    ...read(search),
  });
}

/** A view that is loaded when it is first opened, with the words of its areas. */
function view<Views extends Record<string, unknown>, Name extends keyof Views & string>(
  areas: readonly Area[],
  load: () => Promise<Views>,
  name: Name,
) {
  return lazyRouteComponent(async () => {
    const [views] = await Promise.all([load(), openAreas(areas)]).catch((error: unknown) => {
      // After a new version a part may be gone: the library then loads the page anew, which nobody wants offline.
      throw navigator.onLine ? error : new Error('a part of the page is missing', { cause: error });
    });
    return views as Record<Name, RouteComponent>;
  }, name);
}

const root = createRootRoute({
  component: Outlet,
  notFoundComponent: Nowhere,
  errorComponent: Crash,
});

// ---- For anybody

/** Views that a log-in may lead back to: never an address of another site, however it is written. */
const OURS = /^\/(o|orgs|account|admin|invitation)(?=[/?#]|$)/;

const nextSearch = (search: Record<string, unknown>): { next?: string } =>
  typeof search.next === 'string' && OURS.test(search.next) ? { next: search.next } : {};

const logIn = createRoute({
  getParentRoute: () => root,
  path: '/login',
  validateSearch: known(nextSearch),
  component: view(['accounts'], () => import('./accounts/log-in'), 'LogIn'),
});
const register = createRoute({
  getParentRoute: () => root,
  path: '/register',
  component: view(['accounts'], () => import('./accounts/register'), 'Register'),
});
const forgot = createRoute({
  getParentRoute: () => root,
  path: '/forgot',
  component: view(['accounts'], () => import('./accounts/forgot'), 'Forgot'),
});
const reset = createRoute({
  getParentRoute: () => root,
  path: '/reset',
  component: view(['accounts'], () => import('./accounts/reset'), 'Reset'),
});
const verify = createRoute({
  getParentRoute: () => root,
  path: '/verify',
  component: view(['accounts'], () => import('./accounts/verify'), 'Verify'),
});
const invitation = createRoute({
  getParentRoute: () => root,
  path: '/invitation',
  component: view(['accounts'], () => import('./accounts/invitation'), 'Invitation'),
});

// ---- For who is signed in

const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  beforeLoad: ({ location }) => {
    if (currentStanding() === 'out') {
      throw redirect({ to: '/login', search: { next: location.href } });
    }
  },
  component: view([], () => import('./shell/shell'), 'Shell'),
});
const home = createRoute({
  getParentRoute: () => signedIn,
  path: '/',
  component: view([], () => import('./orgs/home'), 'Home'),
});
const orgs = createRoute({
  getParentRoute: () => signedIn,
  path: '/orgs',
  component: view(['orgs'], () => import('./orgs/orgs'), 'OrgsPage'),
});
const account = createRoute({
  getParentRoute: () => signedIn,
  path: '/account',
  component: view(['accounts', 'orgs'], () => import('./accounts/account'), 'Account'),
});

// ---- One org

const org = createRoute({
  getParentRoute: () => signedIn,
  path: '/o/$org',
  component: view(['orgs'], () => import('./orgs/org-frame'), 'OrgFrame'),
});
const orgHome = createRoute({
  getParentRoute: () => org,
  path: '/',
  beforeLoad: ({ params }) => {
    throw redirect({ to: '/o/$org/events', params });
  },
});
const dashboard = createRoute({
  getParentRoute: () => org,
  path: '/dashboard',
  validateSearch: known(dashboardSearch),
  component: view(['orgs'], () => import('./orgs/dashboard'), 'Dashboard'),
});
const members = createRoute({
  getParentRoute: () => org,
  path: '/members',
  component: view(['accounts', 'orgs'], () => import('./orgs/members'), 'MembersPage'),
});
const settings = createRoute({
  getParentRoute: () => org,
  path: '/settings',
  component: view(['orgs'], () => import('./orgs/settings'), 'OrgSettings'),
});
const audit = createRoute({
  getParentRoute: () => org,
  path: '/audit',
  component: view(['orgs'], () => import('./orgs/audit'), 'AuditPage'),
});

const contacts = createRoute({
  getParentRoute: () => org,
  path: '/contacts',
  validateSearch: known(contactsSearch),
  component: view(['contacts', 'orgs'], () => import('./contacts/contacts'), 'ContactsPage'),
});
const contact = createRoute({
  getParentRoute: () => org,
  path: '/contacts/$contact',
  validateSearch: known(contactSearch),
  component: view(['contacts', 'orgs'], () => import('./contacts/contact'), 'ContactPage'),
});
const imports = createRoute({
  getParentRoute: () => org,
  path: '/import',
  component: view(['contacts', 'orgs'], () => import('./contacts/import-wizard'), 'ImportWizard'),
});
const importRun = createRoute({
  getParentRoute: () => org,
  path: '/import/$import',
  validateSearch: known(importRunSearch),
  component: view(['contacts'], () => import('./contacts/import-run'), 'ImportRun'),
});
const duplicates = createRoute({
  getParentRoute: () => org,
  path: '/duplicates',
  validateSearch: known(duplicatesSearch),
  component: view(['contacts'], () => import('./contacts/duplicates'), 'Duplicates'),
});
const lists = createRoute({
  getParentRoute: () => org,
  path: '/lists',
  component: view(['contacts'], () => import('./contacts/lists'), 'ListsPage'),
});
const list = createRoute({
  getParentRoute: () => org,
  path: '/lists/$list',
  component: view(['contacts'], () => import('./contacts/list'), 'ListPage'),
});
const suppressions = createRoute({
  getParentRoute: () => org,
  path: '/opted-out',
  component: view(['contacts'], () => import('./contacts/suppressions'), 'SuppressionsPage'),
});

const messages = createRoute({
  getParentRoute: () => org,
  path: '/messages',
  validateSearch: known(messagesSearch),
  component: view(['messages'], () => import('./messages/messages'), 'MessagesPage'),
});

const events = createRoute({
  getParentRoute: () => org,
  path: '/events',
  validateSearch: known(eventsSearch),
  component: view(['events'], () => import('./events/events'), 'EventsPage'),
});
const newEvent = createRoute({
  getParentRoute: () => org,
  path: '/new-event',
  component: view(['events', 'orgs'], () => import('./events/new-event'), 'NewEventPage'),
});

// ---- One event

const event = createRoute({
  getParentRoute: () => org,
  path: '/events/$event',
  component: view(['board'], () => import('./board/board'), 'Board'),
});
const eventQueue = createRoute({
  getParentRoute: () => event,
  path: '/',
  validateSearch: known(queueSearch),
  component: view(['board'], () => import('./board/queue'), 'QueueTab'),
});
const eventAdd = createRoute({
  getParentRoute: () => event,
  path: '/add',
  validateSearch: known(addSearch),
  component: view(['board'], () => import('./board/add-invitees'), 'AddInvitees'),
});
const eventTimeline = createRoute({
  getParentRoute: () => event,
  path: '/timeline',
  component: view(['board'], () => import('./board/timeline'), 'TimelineTab'),
});
const eventMessages = createRoute({
  getParentRoute: () => event,
  path: '/messages',
  validateSearch: known(messagesSearch),
  component: view(['board', 'messages'], () => import('./board/event-messages'), 'EventMessagesTab'),
});
const eventTexts = createRoute({
  getParentRoute: () => event,
  path: '/texts',
  component: view(['board', 'messages'], () => import('./board/texts'), 'TextsTab'),
});
const eventTeam = createRoute({
  getParentRoute: () => event,
  path: '/team',
  component: view(['board'], () => import('./board/event-team'), 'EventTeamTab'),
});
const eventSettings = createRoute({
  getParentRoute: () => event,
  path: '/settings',
  component: view(['board', 'events', 'orgs'], () => import('./board/event-settings'), 'EventSettingsTab'),
});

// ---- The platform

const admin = createRoute({
  getParentRoute: () => signedIn,
  path: '/admin',
  component: view(['admin'], () => import('./admin/admin-frame'), 'AdminFrame'),
});
const adminHome = createRoute({
  getParentRoute: () => admin,
  path: '/',
  validateSearch: known(figuresSearch),
  component: view(['admin', 'orgs'], () => import('./admin/figures'), 'Figures'),
});
const adminOrgs = createRoute({
  getParentRoute: () => admin,
  path: '/orgs',
  validateSearch: known(tenantsSearch),
  component: view(['accounts', 'admin'], () => import('./admin/tenants'), 'Tenants'),
});
const adminUsers = createRoute({
  getParentRoute: () => admin,
  path: '/users',
  validateSearch: known(usersSearch),
  component: view(['admin'], () => import('./admin/users'), 'Users'),
});
const adminCodes = createRoute({
  getParentRoute: () => admin,
  path: '/codes',
  component: view(['admin'], () => import('./admin/codes'), 'Codes'),
});
const adminSettings = createRoute({
  getParentRoute: () => admin,
  path: '/settings',
  component: view(['admin'], () => import('./admin/platform-settings'), 'PlatformSettings'),
});
const adminTroubles = createRoute({
  getParentRoute: () => admin,
  path: '/troubles',
  validateSearch: known(troublesSearch),
  component: view(['admin'], () => import('./admin/troubles'), 'Troubles'),
});

export const router = createRouter({
  routeTree: root.addChildren([
    logIn,
    register,
    forgot,
    reset,
    verify,
    invitation,
    signedIn.addChildren([
      home,
      orgs,
      account,
      org.addChildren([
        orgHome,
        dashboard,
        members,
        settings,
        audit,
        contacts,
        contact,
        imports,
        importRun,
        duplicates,
        lists,
        list,
        suppressions,
        messages,
        events,
        newEvent,
        event.addChildren([
          eventQueue,
          eventAdd,
          eventTimeline,
          eventMessages,
          eventTexts,
          eventTeam,
          eventSettings,
        ]),
      ]),
      admin.addChildren([
        adminHome,
        adminOrgs,
        adminUsers,
        adminCodes,
        adminSettings,
        adminTroubles,
      ]),
    ]),
  ]),
  defaultPreload: 'intent',
  defaultErrorComponent: Crash,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
