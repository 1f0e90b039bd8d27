// The keys of every query, rooted per resource: a mutation invalidates the root and so reaches all of it.

export const keys = {
  me: { root: ['me'] as const },
  projects: {
    root: ['projects'] as const,
    members: (projectId: string) => ['projects', projectId, 'members'] as const,
  },
  organization: {
    root: ['organization'] as const,
    members: ['organization', 'members'] as const,
    settings: ['organization', 'settings'] as const,
  },
  activities: {
    root: ['activities'] as const,
    list: (filters: Record<string, string>) => ['activities', filters] as const,
  },
  clusters: {
    root: ['clusters'] as const,
    ofProject: (projectId: string, address: string) => ['clusters', 'project', projectId, address] as const,
    one: (clusterId: string) => ['clusters', 'one', clusterId] as const,
    collections: (clusterId: string) => ['clusters', 'one', clusterId, 'collections'] as const,
    collectionPage: (clusterId: string, address: string) => ['clusters', 'one', clusterId, 'collections', 'page', address] as const,
    collection: (clusterId: string, database: string, name: string) => ['clusters', 'one', clusterId, 'collections', 'detail', database, name] as const,
    loadedOnSource: (clusterId: string) => ['clusters', 'one', clusterId, 'loaded-on-source'] as const,
    metrics: (clusterId: string) => ['clusters', 'one', clusterId, 'metrics'] as const,
  },
  migrations: {
    root: ['migrations'] as const,
    list: (scope: { projectId: string; clusterId?: string | undefined }, address: string) => ['migrations', 'list', scope.projectId, scope.clusterId ?? null, address] as const,
    one: (migrationId: string) => ['migrations', 'one', migrationId] as const,
    report: (migrationId: string, startedAt: number) => ['verification-report', migrationId, startedAt] as const,
  },
  wizard: {
    root: ['wizard'] as const,
    options: (sourceId: string | null) => ['wizard', 'options', sourceId] as const,
    precheck: (sourceId: string) => ['wizard', 'precheck', sourceId] as const,
  },
  notifications: {
    root: ['notifications'] as const,
    newest: ['notifications', 'newest'] as const,
    list: (page: number, show: 'all' | 'unread') => ['notifications', page, show] as const,
  },
  account: { root: ['account'] as const },
}
