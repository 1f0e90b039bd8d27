// What each RPC of MilvusService is, and where its reply keeps the status. Owns the classification only;
// what a class may do under which policy is policy.ts.

/**
 * - `session`: connecting, clocks. `read`: changes nothing. `load`, `release`: what is in memory.
 * - `write`: entities. `ddl`: collections, partitions, databases come and go. `index`: indexes.
 * - `alias`, `alter`, `import`, `replication`: what the journal has no entry for.
 * - `rbac`: users, roles, privileges. `admin`: the cluster's own resources.
 */
export type CallClass =
  | 'session'
  | 'read'
  | 'write'
  | 'ddl'
  | 'index'
  | 'load'
  | 'release'
  | 'alias'
  | 'alter'
  | 'rbac'
  | 'admin'
  | 'replication'
  | 'import'

/**
 * Where a refusal goes. `status`: the reply is a common.Status. `wrapped`: its field 1 is one.
 * `none`: the reply has no status, or is a stream; only a gRPC status can refuse it.
 */
export type ReplyShape = 'status' | 'wrapped' | 'none'

/** One RPC: what it does and how its reply says no. */
export type MethodEntry = { readonly class: CallClass; readonly reply: ReplyShape }

function entry(callClass: CallClass, reply: ReplyShape): MethodEntry {
  return { class: callClass, reply }
}

/** Every RPC of MilvusService. A test fails for a method of the SDK's descriptor that is not here. */
export const METHOD_TABLE = {
  RegisterLink: entry('session', 'none'),
  Connect: entry('session', 'wrapped'),
  AllocTimestamp: entry('session', 'wrapped'),

  Insert: entry('write', 'wrapped'),
  Delete: entry('write', 'wrapped'),
  Upsert: entry('write', 'wrapped'),

  CreateCollection: entry('ddl', 'status'),
  DropCollection: entry('ddl', 'status'),
  TruncateCollection: entry('ddl', 'wrapped'),
  CreatePartition: entry('ddl', 'status'),
  DropPartition: entry('ddl', 'status'),
  CreateDatabase: entry('ddl', 'status'),
  DropDatabase: entry('ddl', 'status'),

  CreateIndex: entry('index', 'status'),
  AlterIndex: entry('index', 'status'),
  DropIndex: entry('index', 'status'),

  LoadCollection: entry('load', 'status'),
  ReleaseCollection: entry('release', 'status'),
  LoadPartitions: entry('load', 'status'),
  Prewarm: entry('load', 'wrapped'),
  ReleasePartitions: entry('release', 'status'),

  CreateAlias: entry('alias', 'status'),
  DropAlias: entry('alias', 'status'),
  AlterAlias: entry('alias', 'status'),

  // What a migration cannot carry; namespaces are here because nothing copies them.
  AlterCollection: entry('alter', 'status'),
  AlterCollectionField: entry('alter', 'status'),
  AddCollectionFunction: entry('alter', 'status'),
  AlterCollectionFunction: entry('alter', 'status'),
  DropCollectionFunction: entry('alter', 'status'),
  CreateNamespace: entry('alter', 'wrapped'),
  DropNamespace: entry('alter', 'wrapped'),
  AddCollectionField: entry('alter', 'status'),
  AddCollectionStructField: entry('alter', 'status'),
  RenameCollection: entry('alter', 'status'),
  AlterDatabase: entry('alter', 'status'),
  AlterCollectionSchema: entry('alter', 'wrapped'),

  CreateCredential: entry('rbac', 'status'),
  UpdateCredential: entry('rbac', 'status'),
  DeleteCredential: entry('rbac', 'status'),
  CreateRole: entry('rbac', 'status'),
  AlterRole: entry('rbac', 'status'),
  DropRole: entry('rbac', 'status'),
  OperateUserRole: entry('rbac', 'status'),
  OperatePrivilege: entry('rbac', 'status'),
  OperatePrivilegeV2: entry('rbac', 'status'),
  RestoreRBAC: entry('rbac', 'status'),
  CreatePrivilegeGroup: entry('rbac', 'status'),
  DropPrivilegeGroup: entry('rbac', 'status'),
  OperatePrivilegeGroup: entry('rbac', 'status'),
  AddUserTags: entry('rbac', 'status'),
  DeleteUserTags: entry('rbac', 'status'),
  CreateRowPolicy: entry('rbac', 'status'),
  DropRowPolicy: entry('rbac', 'status'),
  UpdateRowPolicy: entry('rbac', 'status'),
  SetRLSPrincipalTags: entry('rbac', 'status'),
  DeleteRLSPrincipalTags: entry('rbac', 'status'),

  LoadBalance: entry('admin', 'status'),
  ManualCompaction: entry('admin', 'wrapped'),
  CreateResourceGroup: entry('admin', 'status'),
  DropResourceGroup: entry('admin', 'status'),
  UpdateResourceGroups: entry('admin', 'status'),
  TransferNode: entry('admin', 'status'),
  TransferReplica: entry('admin', 'status'),
  AddFileResource: entry('admin', 'status'),
  RemoveFileResource: entry('admin', 'status'),
  CreateSnapshot: entry('admin', 'status'),
  DropSnapshot: entry('admin', 'status'),
  ExportSnapshot: entry('admin', 'wrapped'),
  PinSnapshotData: entry('admin', 'wrapped'),
  UnpinSnapshotData: entry('admin', 'status'),

  ReplicateMessage: entry('replication', 'wrapped'),
  UpdateReplicateConfiguration: entry('replication', 'status'),
  CreateReplicateStream: entry('replication', 'none'),

  Import: entry('import', 'wrapped'),
  RestoreSnapshot: entry('import', 'wrapped'),
  RestoreExternalSnapshot: entry('import', 'wrapped'),
  BatchUpdateManifest: entry('import', 'status'),
  RefreshExternalCollection: entry('import', 'wrapped'),

  // Flush and FlushAll move what is written to storage and change no entity: they pass wherever reads pass.
  HasCollection: entry('read', 'wrapped'),
  DescribeCollection: entry('read', 'wrapped'),
  BatchDescribeCollection: entry('read', 'wrapped'),
  GetCollectionStatistics: entry('read', 'wrapped'),
  ShowCollections: entry('read', 'wrapped'),
  HasPartition: entry('read', 'wrapped'),
  DescribePrewarmTask: entry('read', 'wrapped'),
  GetPartitionStatistics: entry('read', 'wrapped'),
  ShowPartitions: entry('read', 'wrapped'),
  DescribeNamespace: entry('read', 'wrapped'),
  ListNamespaces: entry('read', 'wrapped'),
  HasNamespace: entry('read', 'wrapped'),
  GetNamespaceStats: entry('read', 'wrapped'),
  GetLoadingProgress: entry('read', 'wrapped'),
  GetLoadState: entry('read', 'wrapped'),
  DescribeAlias: entry('read', 'wrapped'),
  ListAliases: entry('read', 'wrapped'),
  DescribeIndex: entry('read', 'wrapped'),
  GetIndexStatistics: entry('read', 'wrapped'),
  GetIndexState: entry('read', 'wrapped'),
  GetIndexBuildProgress: entry('read', 'wrapped'),
  Search: entry('read', 'wrapped'),
  HybridSearch: entry('read', 'wrapped'),
  Flush: entry('read', 'wrapped'),
  Query: entry('read', 'wrapped'),
  CalcDistance: entry('read', 'wrapped'),
  FlushAll: entry('read', 'wrapped'),
  GetFlushState: entry('read', 'wrapped'),
  GetFlushAllState: entry('read', 'wrapped'),
  GetPersistentSegmentInfo: entry('read', 'wrapped'),
  GetQuerySegmentInfo: entry('read', 'wrapped'),
  GetReplicas: entry('read', 'wrapped'),
  Dummy: entry('read', 'none'),
  GetMetrics: entry('read', 'wrapped'),
  GetComponentStates: entry('read', 'none'),
  GetCompactionState: entry('read', 'wrapped'),
  GetCompactionStateWithPlans: entry('read', 'wrapped'),
  GetImportState: entry('read', 'wrapped'),
  ListImportTasks: entry('read', 'wrapped'),
  ListCredUsers: entry('read', 'wrapped'),
  SelectRole: entry('read', 'wrapped'),
  SelectUser: entry('read', 'wrapped'),
  SelectGrant: entry('read', 'wrapped'),
  GetVersion: entry('read', 'wrapped'),
  CheckHealth: entry('read', 'wrapped'),
  ListResourceGroups: entry('read', 'wrapped'),
  DescribeResourceGroup: entry('read', 'wrapped'),
  ListIndexedSegment: entry('read', 'wrapped'),
  DescribeSegmentIndexData: entry('read', 'wrapped'),
  ListDatabases: entry('read', 'wrapped'),
  DescribeDatabase: entry('read', 'wrapped'),
  BackupRBAC: entry('read', 'wrapped'),
  ListPrivilegeGroups: entry('read', 'wrapped'),
  RunAnalyzer: entry('read', 'wrapped'),
  ListFileResources: entry('read', 'wrapped'),
  GetUserTags: entry('read', 'wrapped'),
  ListUsersWithTag: entry('read', 'wrapped'),
  ListRowPolicies: entry('read', 'wrapped'),
  GetRLSPrincipalTags: entry('read', 'wrapped'),
  ListRLSPrincipals: entry('read', 'wrapped'),
  GetReplicateConfiguration: entry('read', 'wrapped'),
  GetReplicateInfo: entry('read', 'none'),
  DumpMessages: entry('read', 'none'),
  ComputePhraseMatchSlop: entry('read', 'wrapped'),
  ListSnapshots: entry('read', 'wrapped'),
  DescribeSnapshot: entry('read', 'wrapped'),
  GetExportSnapshotState: entry('read', 'wrapped'),
  GetRestoreSnapshotState: entry('read', 'wrapped'),
  ListRestoreSnapshotJobs: entry('read', 'wrapped'),
  GetRefreshExternalCollectionProgress: entry('read', 'wrapped'),
  ListRefreshExternalCollectionJobs: entry('read', 'wrapped'),
} as const satisfies Record<string, MethodEntry>

/** The bare name of an RPC of MilvusService. */
export type MilvusMethod = keyof typeof METHOD_TABLE

const MILVUS_SERVICE = '/milvus.proto.milvus.MilvusService/'
/** Services beside MilvusService that change nothing in a cluster's data. */
const HARMLESS_SERVICES = [
  '/milvus.proto.milvus.ClientTelemetryService/',
  '/milvus.proto.milvus.ProxyService/',
  '/grpc.health.v1.Health/',
  '/grpc.reflection.',
]
const BY_PATH = new Map<string, MethodEntry>(
  Object.entries(METHOD_TABLE).map(([method, value]) => [MILVUS_SERVICE + method, value]),
)
const HARMLESS = entry('read', 'none')

/** The entry for an HTTP/2 `:path`; undefined for a method that nobody classified. */
export function findMethod(path: string): MethodEntry | undefined {
  const known = BY_PATH.get(path)
  if (known !== undefined) return known
  return HARMLESS_SERVICES.some((service) => path.startsWith(service)) ? HARMLESS : undefined
}

/** The last part of a path, for example `Insert`. */
export function methodName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}
