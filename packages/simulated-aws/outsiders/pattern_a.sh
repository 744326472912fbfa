#!/usr/bin/env bash
# Copyright 2026 The Towpath Authors
#
# Licensed under the Apache License, Version 2.0 (the "License");
# you may not use this file except in compliance with the License.
# You may obtain a copy of the License at
#
#     http://www.apache.org/licenses/LICENSE-2.0
#
# Unless required by applicable law or agreed to in writing, software
# distributed under the License is distributed on an "AS IS" BASIS,
# WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
# See the License for the specific language governing permissions and
# limitations under the License.

# Makes pattern A by hand with the AWS CLI and takes it away again: from orders-postgres to a VPC inside the
# organisation and to one outside it. Prints whether the database is reachable before, with and after: no, yes, no.
#
#   simulated-aws --port 4566 &
#   ./pattern_a.sh [endpoint-url] [control-url]

set -euo pipefail

endpoint=${1:-http://127.0.0.1:4566}
control=${2:-$endpoint}/_simulated
provider=333333333333
export AWS_DEFAULT_REGION=us-east-1 AWS_SECRET_ACCESS_KEY=not-verified AWS_PAGER='' AWS_EC2_METADATA_DISABLED=true
unset AWS_PROFILE AWS_SESSION_TOKEN
failed=0

# as <account> <service> <operation> …: the access key id is the account's id.
as() {
  AWS_ACCESS_KEY_ID=$1 aws --endpoint-url "$endpoint" --output text "${@:2}"
}

reachable() {
  curl -sSfG "$control/reachable" --data-urlencode "from=$vpc" --data-urlencode "to=$database" |
    grep -q '"reachable":true' && echo yes || echo no
}

# Time is driven, not slept through.
advance() {
  curl -sSf -o /dev/null -X POST "$control/clock" -d "{\"advanceSeconds\":$1}"
}

# until_it_says <answer> <command …>: an error counts as its code.
until_it_says() {
  local wanted=$1 said='' i
  for ((i = 0; i < 60; i++)); do
    said=$("${@:2}" 2>&1) || true
    if [[ $said == *"$wanted"* ]]; then return; fi
    advance 20
  done
  echo "${*:2} never said $wanted, but: $said" >&2
  exit 1
}

delete_group() {
  local i
  for ((i = 0; i < 60; i++)); do
    if as "$1" ec2 delete-security-group --group-id "$2" >/dev/null 2>&1; then return; fi
    advance 20
  done
  as "$1" ec2 delete-security-group --group-id "$2"
}

read_database() {
  as $provider rds describe-db-instances --db-instance-identifier orders-postgres --query "DBInstances[0].$1"
}

path() {
  local where=$1 consumer=$2 name=$3
  vpc=$(as "$consumer" ec2 describe-vpcs --filters "Name=tag:Name,Values=$name" --query 'Vpcs[0].VpcId')
  database=$(read_database DBInstanceArn)
  local port home group subnets
  port=$(read_database Endpoint.Port)
  home=$(read_database DBSubnetGroup.VpcId)
  group=$(read_database 'VpcSecurityGroups[0].VpcSecurityGroupId')
  read -r -a subnets <<<"$(read_database 'DBSubnetGroup.Subnets[].SubnetIdentifier')"
  local before with after
  before=$(reachable)

  local gateway_group rule gateway
  gateway_group=$(as $provider ec2 create-security-group --group-name by-hand-gateway --description 'Made by hand' \
    --vpc-id "$home" --query GroupId)
  rule=$(as $provider ec2 authorize-security-group-ingress --group-id "$group" --protocol tcp --port "$port" \
    --source-group "$gateway_group" --query 'SecurityGroupRules[0].SecurityGroupRuleId')
  gateway=$(as $provider vpc-lattice create-resource-gateway --name by-hand --vpc-identifier "$home" \
    --subnet-ids "${subnets[@]}" --security-group-ids "$gateway_group" --query id)
  read_gateway() { as $provider vpc-lattice get-resource-gateway --resource-gateway-identifier "$gateway" --query status; }
  until_it_says ACTIVE read_gateway

  local configuration arn share
  configuration=$(as $provider vpc-lattice create-resource-configuration --name by-hand-orders --type ARN \
    --resource-gateway-identifier "$gateway" \
    --resource-configuration-definition "arnResource={arn=$database}" --query id)
  read_configuration() {
    as "$1" vpc-lattice get-resource-configuration --resource-configuration-identifier "$2" --query status
  }
  until_it_says ACTIVE read_configuration $provider "$configuration"
  arn=$(as $provider vpc-lattice get-resource-configuration --resource-configuration-identifier "$configuration" --query arn)
  share=$(as $provider ram create-resource-share --name by-hand --resource-arns "$arn" --principals "$consumer" \
    --query resourceShare.resourceShareArn)
  if [[ $where == outside ]]; then
    read_invitation() {
      as "$consumer" ram get-resource-share-invitations --resource-share-arns "$share" \
        --query 'resourceShareInvitations[0].resourceShareInvitationArn'
    }
    until_it_says arn: read_invitation
    as "$consumer" ram accept-resource-share-invitation \
      --resource-share-invitation-arn "$(read_invitation)" >/dev/null
  fi
  until_it_says ACTIVE read_configuration "$consumer" "$arn"

  local endpoint_group zones consumer_subnets cidr id
  endpoint_group=$(as "$consumer" ec2 create-security-group --group-name by-hand-endpoint --description 'Made by hand' \
    --vpc-id "$vpc" --query GroupId)
  cidr=$(as "$consumer" ec2 describe-vpcs --vpc-ids "$vpc" --query 'Vpcs[0].CidrBlock')
  as "$consumer" ec2 authorize-security-group-ingress --group-id "$endpoint_group" --protocol tcp --port "$port" \
    --cidr "$cidr" >/dev/null
  zones=$(as $provider ec2 describe-subnets --subnet-ids "${subnets[@]}" --query 'Subnets[].AvailabilityZoneId' |
    tr '\t' ',')
  read -r -a consumer_subnets <<<"$(as "$consumer" ec2 describe-subnets \
    --filters "Name=vpc-id,Values=$vpc" "Name=availability-zone-id,Values=$zones" --query 'Subnets[].SubnetId')"
  id=$(as "$consumer" ec2 create-vpc-endpoint --vpc-endpoint-type Resource --vpc-id "$vpc" \
    --resource-configuration-arn "$arn" --subnet-ids "${consumer_subnets[@]}" --security-group-ids "$endpoint_group" \
    --private-dns-enabled --query VpcEndpoint.VpcEndpointId)
  read_endpoint() {
    as "$consumer" ec2 describe-vpc-endpoints --vpc-endpoint-ids "$id" --query 'VpcEndpoints[0].State'
  }
  until_it_says available read_endpoint
  with=$(reachable)

  as "$consumer" ec2 delete-vpc-endpoints --vpc-endpoint-ids "$id" >/dev/null
  until_it_says InvalidVpcEndpointId.NotFound read_endpoint
  as $provider ram delete-resource-share --resource-share-arn "$share" >/dev/null
  as $provider vpc-lattice delete-resource-configuration --resource-configuration-identifier "$configuration"
  until_it_says ResourceNotFoundException read_configuration $provider "$configuration"
  as $provider vpc-lattice delete-resource-gateway --resource-gateway-identifier "$gateway" >/dev/null
  until_it_says ResourceNotFoundException read_gateway
  as $provider ec2 revoke-security-group-ingress --group-id "$group" --security-group-rule-ids "$rule" >/dev/null
  delete_group $provider "$gateway_group"
  delete_group "$consumer" "$endpoint_group"
  after=$(reachable)

  echo "$where the organisation: reachable $before, $with, $after"
  if [[ "$before $with $after" != 'no yes no' ]]; then failed=1; fi
}

path inside 666666666666 databricks
path outside 888888888888 partner
exit $failed
