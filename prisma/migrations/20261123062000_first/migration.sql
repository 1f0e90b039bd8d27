-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "OrganizationRole" AS ENUM ('owner', 'billing_admin', 'member');

-- CreateEnum
CREATE TYPE "ProjectRole" AS ENUM ('admin', 'read_write', 'read_only');

-- CreateEnum
CREATE TYPE "Driver" AS ENUM ('embedded', 'endpoint');

-- CreateEnum
CREATE TYPE "Stage" AS ENUM ('preparing', 'copying', 'syncing', 'finalizing', 'completed', 'failed', 'cancelled');

-- CreateEnum
CREATE TYPE "Wanted" AS ENUM ('run', 'stop', 'cancel');

-- CreateEnum
CREATE TYPE "AfterLife" AS ENUM ('readonly', 'writable');

-- CreateTable
CREATE TABLE "User" (
    "id" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "passwordHash" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "User_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Organization" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Organization_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "OrganizationMember" (
    "organizationId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "role" "OrganizationRole" NOT NULL,

    CONSTRAINT "OrganizationMember_pkey" PRIMARY KEY ("organizationId","userId")
);

-- CreateTable
CREATE TABLE "Project" (
    "id" TEXT NOT NULL,
    "organizationId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Project_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ProjectMember" (
    "projectId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "role" "ProjectRole" NOT NULL,

    CONSTRAINT "ProjectMember_pkey" PRIMARY KEY ("projectId","userId")
);

-- CreateTable
CREATE TABLE "Cluster" (
    "id" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "requestId" TEXT,
    "name" TEXT NOT NULL,
    "driver" "Driver" NOT NULL,
    "provider" TEXT,
    "regionId" TEXT,
    "cuType" TEXT,
    "cuSize" INTEGER,
    "plan" TEXT NOT NULL,
    "address" TEXT,
    "tls" BOOLEAN NOT NULL DEFAULT false,
    "tokenEncrypted" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'creating',
    "stateReason" TEXT,
    "endpoint" TEXT,
    "engineKind" TEXT,
    "engineVersion" TEXT,
    "policy" TEXT,
    "factsAt" TIMESTAMPTZ(3),
    "entities" BIGINT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "createdById" TEXT NOT NULL,
    "deleteRequestedAt" TIMESTAMPTZ(3),
    "deletedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Cluster_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Migration" (
    "id" TEXT NOT NULL,
    "requestId" TEXT NOT NULL,
    "sourceId" TEXT NOT NULL,
    "targetId" TEXT NOT NULL,
    "createdById" TEXT NOT NULL,
    "wanted" "Wanted" NOT NULL DEFAULT 'run',
    "afterLife" "AfterLife" NOT NULL DEFAULT 'readonly',
    "acceptLag" BOOLEAN NOT NULL DEFAULT false,
    "keepTarget" BOOLEAN NOT NULL DEFAULT false,
    "stage" "Stage" NOT NULL DEFAULT 'preparing',
    "findings" JSONB NOT NULL DEFAULT '[]',
    "precheckedAt" TIMESTAMPTZ(3),
    "handedOverAt" TIMESTAMPTZ(3),
    "stopForwardedAt" TIMESTAMPTZ(3),
    "facts" JSONB,
    "factsAt" TIMESTAMPTZ(3),
    "dataPlaneProblem" TEXT,
    "recentLagMs" DOUBLE PRECISION[],
    "caughtUpAt" TIMESTAMPTZ(3),
    "failureCode" TEXT,
    "failureMessage" TEXT,
    "startedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "endedAt" TIMESTAMPTZ(3),
    "leaseOwner" TEXT,
    "leaseUntil" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "nextStepAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Migration_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "MigrationEvent" (
    "id" BIGSERIAL NOT NULL,
    "migrationId" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "kind" TEXT NOT NULL,
    "message" TEXT NOT NULL,

    CONSTRAINT "MigrationEvent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "LagSample" (
    "migrationId" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "lagMs" DOUBLE PRECISION NOT NULL,
    "acceptPerS" DOUBLE PRECISION NOT NULL,
    "applyPerS" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "LagSample_pkey" PRIMARY KEY ("migrationId","at")
);

-- CreateTable
CREATE TABLE "Outbox" (
    "id" TEXT NOT NULL,
    "migrationId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "recipient" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "html" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "sentAt" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "nextAttemptAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastError" TEXT,

    CONSTRAINT "Outbox_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Notification" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "migrationId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "href" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "readAt" TIMESTAMPTZ(3),

    CONSTRAINT "Notification_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Activity" (
    "id" BIGSERIAL NOT NULL,
    "organizationId" TEXT NOT NULL,
    "projectId" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "level" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "userId" TEXT NOT NULL,

    CONSTRAINT "Activity_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");

-- CreateIndex
CREATE INDEX "OrganizationMember_userId_idx" ON "OrganizationMember"("userId");

-- CreateIndex
CREATE UNIQUE INDEX "Project_organizationId_name_key" ON "Project"("organizationId", "name");

-- CreateIndex
CREATE INDEX "ProjectMember_userId_idx" ON "ProjectMember"("userId");

-- CreateIndex
CREATE UNIQUE INDEX "Cluster_requestId_key" ON "Cluster"("requestId");

-- CreateIndex
CREATE INDEX "Cluster_projectId_createdAt_idx" ON "Cluster"("projectId", "createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "Migration_requestId_key" ON "Migration"("requestId");

-- CreateIndex
CREATE INDEX "Migration_sourceId_startedAt_idx" ON "Migration"("sourceId", "startedAt");

-- CreateIndex
CREATE INDEX "Migration_targetId_startedAt_idx" ON "Migration"("targetId", "startedAt");

-- CreateIndex
CREATE INDEX "Migration_stage_nextStepAt_idx" ON "Migration"("stage", "nextStepAt");

-- CreateIndex
CREATE INDEX "MigrationEvent_migrationId_id_idx" ON "MigrationEvent"("migrationId", "id");

-- CreateIndex
CREATE INDEX "Outbox_sentAt_nextAttemptAt_idx" ON "Outbox"("sentAt", "nextAttemptAt");

-- CreateIndex
CREATE UNIQUE INDEX "Outbox_migrationId_kind_recipient_key" ON "Outbox"("migrationId", "kind", "recipient");

-- CreateIndex
CREATE INDEX "Notification_userId_createdAt_idx" ON "Notification"("userId", "createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "Notification_migrationId_kind_userId_key" ON "Notification"("migrationId", "kind", "userId");

-- CreateIndex
CREATE INDEX "Activity_organizationId_id_idx" ON "Activity"("organizationId", "id");

-- AddForeignKey
ALTER TABLE "OrganizationMember" ADD CONSTRAINT "OrganizationMember_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES "Organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "OrganizationMember" ADD CONSTRAINT "OrganizationMember_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Project" ADD CONSTRAINT "Project_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES "Organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ProjectMember" ADD CONSTRAINT "ProjectMember_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ProjectMember" ADD CONSTRAINT "ProjectMember_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Cluster" ADD CONSTRAINT "Cluster_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Cluster" ADD CONSTRAINT "Cluster_createdById_fkey" FOREIGN KEY ("createdById") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Migration" ADD CONSTRAINT "Migration_sourceId_fkey" FOREIGN KEY ("sourceId") REFERENCES "Cluster"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Migration" ADD CONSTRAINT "Migration_targetId_fkey" FOREIGN KEY ("targetId") REFERENCES "Cluster"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Migration" ADD CONSTRAINT "Migration_createdById_fkey" FOREIGN KEY ("createdById") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "MigrationEvent" ADD CONSTRAINT "MigrationEvent_migrationId_fkey" FOREIGN KEY ("migrationId") REFERENCES "Migration"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LagSample" ADD CONSTRAINT "LagSample_migrationId_fkey" FOREIGN KEY ("migrationId") REFERENCES "Migration"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Notification" ADD CONSTRAINT "Notification_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;


-- What Prisma's schema language cannot say: uniqueness among the rows that still count.

-- A cluster's name is unique in its project until the cluster is deleted.
CREATE UNIQUE INDEX "Cluster_active_name_key" ON "Cluster"("projectId", lower("name")) WHERE "deletedAt" IS NULL;

-- One active migration per source, and one per target, whoever presses Migrate when.
CREATE UNIQUE INDEX "Migration_active_source_key" ON "Migration"("sourceId") WHERE "stage" NOT IN ('completed', 'failed', 'cancelled');
CREATE UNIQUE INDEX "Migration_active_target_key" ON "Migration"("targetId") WHERE "stage" NOT IN ('completed', 'failed', 'cancelled');
