-- AlterTable
ALTER TABLE "Cluster" ADD COLUMN     "description" TEXT NOT NULL DEFAULT '';
