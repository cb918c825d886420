/** Every view of the page by its address. What a view shows is restored from the address alone. */
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { currentStanding } from './api/session';
import { contactsSearch } from './contacts/search';
import { dashboardSearch } from './orgs/search';
import { eventsSearch } from './events/search';
import { messagesSearch } from './messages/search';
import { queueSearch } from './board/search';
import { Crash, Nowhere } from './parts/trouble';
import { usersSearch } from './admin/search';

const root = createRootRoute({
  component: Outlet,
  notFoundComponent: Nowhere,
  errorComponent: Crash,
});

// ---- For anybody

const nextSearch = (search: Record<string, unknown>): { next?: string } =>
  // A path of ours only: `//evil.example` would leave the site.
  typeof search.next === 'string' && /^\/[^/\\]/.test(search.next) ? { next: search.next } : {};

const logIn = createRoute({
  getParentRoute: () => root,
  path: '/login',
  validateSearch: nextSearch,
  component: lazyRouteComponent(() => import('./accounts/log-in'), 'LogIn'),
});
const register = createRoute({
  getParentRoute: () => root,
  path: '/register',
  component: lazyRouteComponent(() => import('./accounts/register'), 'Register'),
});
const forgot = createRoute({
  getParentRoute: () => root,
  path: '/forgot',
  component: lazyRouteComponent(() => import('./accounts/forgot'), 'Forgot'),
});
const reset = createRoute({
  getParentRoute: () => root,
  path: '/reset',
  component: lazyRouteComponent(() => import('./accounts/reset'), 'Reset'),
});
const verify = createRoute({
  getParentRoute: () => root,
  path: '/verify',
  component: lazyRouteComponent(() => import('./accounts/verify'), 'Verify'),
});
const invitation = createRoute({
  getParentRoute: () => root,
  path: '/invitation',
  component: lazyRouteComponent(() => import('./accounts/invitation'), 'Invitation'),
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
  component: lazyRouteComponent(() => import('./shell/shell'), 'Shell'),
});
const home = createRoute({
  getParentRoute: () => signedIn,
  path: '/',
  component: lazyRouteComponent(() => import('./orgs/home'), 'Home'),
});
const orgs = createRoute({
  getParentRoute: () => signedIn,
  path: '/orgs',
  component: lazyRouteComponent(() => import('./orgs/orgs'), 'OrgsPage'),
});
const account = createRoute({
  getParentRoute: () => signedIn,
  path: '/account',
  component: lazyRouteComponent(() => import('./accounts/account'), 'Account'),
});

// ---- One org

const org = createRoute({
  getParentRoute: () => signedIn,
  path: '/o/$org',
  component: lazyRouteComponent(() => import('./orgs/org-frame'), 'OrgFrame'),
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
  validateSearch: dashboardSearch,
  component: lazyRouteComponent(() => import('./orgs/dashboard'), 'Dashboard'),
});
const members = createRoute({
  getParentRoute: () => org,
  path: '/members',
  component: lazyRouteComponent(() => import('./orgs/members'), 'MembersPage'),
});
const settings = createRoute({
  getParentRoute: () => org,
  path: '/settings',
  component: lazyRouteComponent(() => import('./orgs/settings'), 'OrgSettings'),
});
const audit = createRoute({
  getParentRoute: () => org,
  path: '/audit',
  component: lazyRouteComponent(() => import('./orgs/audit'), 'AuditPage'),
});

const contacts = createRoute({
  getParentRoute: () => org,
  path: '/contacts',
  validateSearch: contactsSearch,
  component: lazyRouteComponent(() => import('./contacts/contacts'), 'ContactsPage'),
});
const contact = createRoute({
  getParentRoute: () => org,
  path: '/contacts/$contact',
  component: lazyRouteComponent(() => import('./contacts/contact'), 'ContactPage'),
});
const imports = createRoute({
  getParentRoute: () => org,
  path: '/import',
  component: lazyRouteComponent(() => import('./contacts/import-wizard'), 'ImportWizard'),
});
const importRun = createRoute({
  getParentRoute: () => org,
  path: '/import/$import',
  component: lazyRouteComponent(() => import('./contacts/import-run'), 'ImportRun'),
});
const duplicates = createRoute({
  getParentRoute: () => org,
  path: '/duplicates',
  component: lazyRouteComponent(() => import('./contacts/duplicates'), 'Duplicates'),
});
const lists = createRoute({
  getParentRoute: () => org,
  path: '/lists',
  component: lazyRouteComponent(() => import('./contacts/lists'), 'ListsPage'),
});
const list = createRoute({
  getParentRoute: () => org,
  path: '/lists/$list',
  component: lazyRouteComponent(() => import('./contacts/list'), 'ListPage'),
});
const suppressions = createRoute({
  getParentRoute: () => org,
  path: '/opted-out',
  component: lazyRouteComponent(() => import('./contacts/suppressions'), 'SuppressionsPage'),
});

const messages = createRoute({
  getParentRoute: () => org,
  path: '/messages',
  validateSearch: messagesSearch,
  component: lazyRouteComponent(() => import('./messages/messages'), 'MessagesPage'),
});

const events = createRoute({
  getParentRoute: () => org,
  path: '/events',
  validateSearch: eventsSearch,
  component: lazyRouteComponent(() => import('./events/events'), 'EventsPage'),
});
const newEvent = createRoute({
  getParentRoute: () => org,
  path: '/new-event',
  component: lazyRouteComponent(() => import('./events/new-event'), 'NewEventPage'),
});

// ---- One event

const event = createRoute({
  getParentRoute: () => org,
  path: '/events/$event',
  component: lazyRouteComponent(() => import('./board/board'), 'Board'),
});
const eventQueue = createRoute({
  getParentRoute: () => event,
  path: '/',
  validateSearch: queueSearch,
  component: lazyRouteComponent(() => import('./board/queue'), 'QueueTab'),
});
const eventAdd = createRoute({
  getParentRoute: () => event,
  path: '/add',
  component: lazyRouteComponent(() => import('./board/add-invitees'), 'AddInvitees'),
});
const eventTimeline = createRoute({
  getParentRoute: () => event,
  path: '/timeline',
  component: lazyRouteComponent(() => import('./board/timeline'), 'TimelineTab'),
});
const eventMessages = createRoute({
  getParentRoute: () => event,
  path: '/messages',
  validateSearch: messagesSearch,
  component: lazyRouteComponent(() => import('./board/event-messages'), 'EventMessagesTab'),
});
const eventTexts = createRoute({
  getParentRoute: () => event,
  path: '/texts',
  component: lazyRouteComponent(() => import('./board/texts'), 'TextsTab'),
});
const eventTeam = createRoute({
  getParentRoute: () => event,
  path: '/team',
  component: lazyRouteComponent(() => import('./board/event-team'), 'EventTeamTab'),
});
const eventSettings = createRoute({
  getParentRoute: () => event,
  path: '/settings',
  component: lazyRouteComponent(() => import('./board/event-settings'), 'EventSettingsTab'),
});

// ---- The platform

const admin = createRoute({
  getParentRoute: () => signedIn,
  path: '/admin',
  component: lazyRouteComponent(() => import('./admin/admin-frame'), 'AdminFrame'),
});
const adminHome = createRoute({
  getParentRoute: () => admin,
  path: '/',
  component: lazyRouteComponent(() => import('./admin/figures'), 'Figures'),
});
const adminOrgs = createRoute({
  getParentRoute: () => admin,
  path: '/orgs',
  component: lazyRouteComponent(() => import('./admin/tenants'), 'Tenants'),
});
const adminUsers = createRoute({
  getParentRoute: () => admin,
  path: '/users',
  validateSearch: usersSearch,
  component: lazyRouteComponent(() => import('./admin/users'), 'Users'),
});
const adminCodes = createRoute({
  getParentRoute: () => admin,
  path: '/codes',
  component: lazyRouteComponent(() => import('./admin/codes'), 'Codes'),
});
const adminSettings = createRoute({
  getParentRoute: () => admin,
  path: '/settings',
  component: lazyRouteComponent(() => import('./admin/platform-settings'), 'PlatformSettings'),
});
const adminTroubles = createRoute({
  getParentRoute: () => admin,
  path: '/troubles',
  component: lazyRouteComponent(() => import('./admin/troubles'), 'Troubles'),
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
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
