-- CreateEnum
CREATE TYPE "IndexChoice" AS ENUM ('auto', 'source');

-- AlterTable
ALTER TABLE "Migration" ADD COLUMN     "acceptUnverified" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "indexes" "IndexChoice" NOT NULL DEFAULT 'auto';
