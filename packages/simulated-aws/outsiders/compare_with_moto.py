#!/usr/bin/env python3
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

"""Runs one boto3 script against simulated AWS and against moto, and prints where what they answer differs.

    simulated-aws --port 4566 &
    moto_server -p 5000 &
    python3 compare_with_moto.py

Only what both have is tried: EC2, RDS, STS and Elastic Load Balancing v2. Compared is what a client can observe: error
codes, which fields there are, and values that are no ids, times or names of a place. Neither is AWS; a difference is a
question. Those that stay are listed, with the reason, in docs/limits.md, and in KNOWN below; the script ends with status 1
at any other.
"""

import argparse
import re
import sys

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

REGION = "us-east-1"
ACCOUNT = "123456789012"

# Step, path and reason of the differences that docs/limits.md explains.
KNOWN = [
    (r"AssumeRole without a role", r".*", "moto lets anyone assume a role that does not exist"),
    (r"CreateVpc", r"Vpc\.State", "AWS answers pending first, moto available"),
    (r"CreateSecurityGroup", r"Tags\[\]", "an empty list here, none in moto"),
    (
        r".*SecurityGroup.*",
        r".*(SecurityGroupRuleArn|GroupOwnerId|ReferencedGroupInfo\.VpcId)",
        "moto leaves these fields of AWS's model out",
    ),
    (
        r"RevokeSecurityGroupIngress.*",
        r"RevokedSecurityGroupRules.*",
        "moto does not say what it revoked",
    ),
    (
        r"DeleteVpcEndpoints, unknown",
        r"Unsuccessful.*",
        "moto reports an unknown endpoint as deleted",
    ),
    (
        r"DescribeAvailabilityZones",
        r".*(GroupName|NetworkBorderGroup|OptInStatus)",
        "moto leaves these fields of AWS's model out",
    ),
    (r"(Create|Describe)Subnet.*", r".*EnableDns64", "moto leaves this field out"),
    (r".*DB.*", r".*(SupportedNetworkTypes\[\]|NetworkType)", "moto leaves these fields out"),
    (
        r".*DBInstances?",
        r".*(DBInstanceStatus|Endpoint\.(Address|Port))",
        "a database is being created here, and is there at once in moto",
    ),
    (
        r".*DBInstances?",
        r".*(EngineVersion|CACertificateIdentifier|CertificateDetails\.\w+|DbInstancePort)",
        "moto's defaults are older than AWS's",
    ),
    (
        r".*DBInstances?",
        r".*(DBParameterGroups\[\].*|OptionGroupMemberships\[\].*|Preferred\w+Window|LatestRestorableTime"
        r"|BackupRetentionPeriod|CopyTagsToSnapshot|AutoMinorVersionUpgrade|LicenseModel|StorageType"
        r"|AssociatedRoles\[\]|DomainMemberships\[\]|EnabledCloudwatchLogsExports\[\])",
        "parameter groups, backups, maintenance, storage and licences are not simulated",
    ),
    (
        r"DeleteSecurityGroup, in use",
        r"error|http",
        "moto deletes a security group that a database uses",
    ),
    (
        r"CreateTargetGroup, again",
        r".*",
        "AWS's model: with the same settings each call succeeds; moto refuses the second",
    ),
    (
        r"CreateLoadBalancer, in one subnet",
        r".*",
        "moto makes a second load balancer of the same name, with other settings",
    ),
    (
        r"(Create|Describe)(TargetGroups?|LoadBalancers?)(, again)?",
        r".*(LoadBalancerArns|LoadBalancerAddresses)\[\]",
        "an empty list here, none in moto",
    ),
    (
        r"(Create|Describe)LoadBalancers?(, again)?",
        r".*EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic",
        "moto leaves this field of AWS's model out",
    ),
    (
        r"DescribeTargetGroupAttributes",
        r"Attributes\[\].*",
        "moto has attributes of Application Load Balancers, and fewer",
    ),
    (
        r"ModifyTargetGroupAttributes",
        r"Attributes\[\].*",
        "all attributes here, those that were changed in moto",
    ),
    (
        r"RegisterTargets, an address of nobody's VPC",
        r"error|http",
        "moto takes any address",
    ),
    (
        r"DescribeTargetHealth.*",
        r"TargetHealthDescriptions\[\]\..*",
        "moto checks nothing: each target is healthy at once; what is not registered is unavailable, where AWS's model says"
        " unused",
    ),
    (
        r"(Create|Describe)Listeners?",
        r".*(AlpnPolicy\[\]|SslPolicy)",
        "moto gives a TCP listener a policy for TLS",
    ),
    (
        r"(Create|Describe)Listeners?",
        r".*ForwardConfig.*",
        "moto leaves this part of AWS's model out",
    ),
    (
        r"DeregisterTargets, again",
        r"error|http",
        "AWS's model: what is not registered is deregistered successfully; moto refuses",
    ),
    (
        r"DeleteTargetGroup, again",
        r"error|http",
        "AWS's model has no error for a target group that is gone; moto has",
    ),
]

VOLATILE = re.compile(
    r"(Id|Ids|SubnetIdentifier|ValidTill|Arn|ARN|Time|Timestamp|Address|Expiration|Token|AccessKeyId|SecretAccessKey|UserId|Message"
    r"|ResourceId|DNSName|SecurityGroups|AvailableIpAddressCount|NextToken|Marker|RequestId)$"
)


class Sides:
    """The same clients twice."""

    def __init__(self, url):
        session = boto3.Session(ACCOUNT, "not-verified", region_name=REGION)

        def client(service):
            return session.client(
                service, endpoint_url=url, config=Config(retries={"max_attempts": 0})
            )

        self.ec2, self.rds, self.sts = client("ec2"), client("rds"), client("sts")
        self.elb = client("elbv2")


def facts(value, path=""):
    """Flat facts: a path for each field, with its value unless that differs by nature."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key != "ResponseMetadata":
                yield from facts(inner, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        yield (f"{path}[]", f"{len(value)} items")
        for inner in value:
            yield from facts(inner, f"{path}[]")
    elif VOLATILE.search(path.replace("[]", "")):
        yield (path, "present")
    else:
        yield (path, str(value))


def observe(call):
    try:
        return sorted(set(facts(call())))
    except ClientError as error:
        status = error.response["ResponseMetadata"]["HTTPStatusCode"]
        return [("error", error.response["Error"]["Code"]), ("http", str(status))]


def script(aws):
    """Yields (step, facts). It reads only what it made, so that what was there before does not matter."""
    known = {}

    def step(name, call, keep=None):
        def run():
            answer = call()
            if keep:
                known.update(keep(answer))
            return answer

        return name, observe(run)

    ec2, rds, sts, elb = aws.ec2, aws.rds, aws.sts, aws.elb
    yield step("GetCallerIdentity", sts.get_caller_identity)
    yield step(
        "AssumeRole without a role",
        lambda: sts.assume_role(
            RoleArn=f"arn:aws:iam::{ACCOUNT}:role/nobody", RoleSessionName="compare"
        ),
    )

    yield step(
        "CreateVpc",
        lambda: ec2.create_vpc(CidrBlock="10.99.0.0/16"),
        lambda a: {"vpc": a["Vpc"]["VpcId"]},
    )
    yield step("CreateVpc with a bad CIDR", lambda: ec2.create_vpc(CidrBlock="10.99.0.0/33"))
    vpc = known["vpc"]
    in_vpc = [{"Name": "vpc-id", "Values": [vpc]}]
    yield step("DescribeVpcs", lambda: ec2.describe_vpcs(VpcIds=[vpc]))
    yield step("DescribeVpcs, unknown", lambda: ec2.describe_vpcs(VpcIds=["vpc-00000000"]))
    for attribute in ("enableDnsSupport", "enableDnsHostnames"):
        yield step(
            f"DescribeVpcAttribute {attribute}",
            lambda attribute=attribute: ec2.describe_vpc_attribute(VpcId=vpc, Attribute=attribute),
        )
    yield step(
        "ModifyVpcAttribute",
        lambda: ec2.modify_vpc_attribute(VpcId=vpc, EnableDnsHostnames={"Value": True}),
    )

    subnets = []
    for number, zone in enumerate(("us-east-1a", "us-east-1b")):
        yield step(
            f"CreateSubnet {zone}",
            lambda number=number, zone=zone: ec2.create_subnet(
                VpcId=vpc, CidrBlock=f"10.99.{number}.0/24", AvailabilityZone=zone
            ),
            lambda a: subnets.append(a["Subnet"]["SubnetId"]) or {},
        )
    yield step(
        "CreateSubnet, overlapping",
        lambda: ec2.create_subnet(VpcId=vpc, CidrBlock="10.99.0.0/25"),
    )
    yield step(
        "CreateSubnet, outside its VPC",
        lambda: ec2.create_subnet(VpcId=vpc, CidrBlock="10.98.0.0/24"),
    )
    yield step("DescribeSubnets", lambda: ec2.describe_subnets(Filters=in_vpc))
    yield step(
        "DescribeSubnets, unknown",
        lambda: ec2.describe_subnets(SubnetIds=["subnet-00000000000000000"]),
    )
    yield step("DescribeNetworkAcls", lambda: ec2.describe_network_acls(Filters=in_vpc))

    group = {"GroupName": "compared", "Description": "Compared", "VpcId": vpc}
    yield step(
        "CreateSecurityGroup",
        lambda: ec2.create_security_group(**group),
        lambda a: {"group": a["GroupId"]},
    )
    group_id = known["group"]
    yield step("CreateSecurityGroup, again", lambda: ec2.create_security_group(**group))
    rules = [
        {
            "IpProtocol": "tcp",
            "FromPort": 5432,
            "ToPort": 5432,
            "IpRanges": [{"CidrIp": "10.0.0.0/8", "Description": "ten"}],
        }
    ]

    def authorize():
        return ec2.authorize_security_group_ingress(GroupId=group_id, IpPermissions=rules)

    yield step(
        "AuthorizeSecurityGroupIngress",
        authorize,
        lambda a: {"rule": a["SecurityGroupRules"][0]["SecurityGroupRuleId"]},
    )
    yield step("AuthorizeSecurityGroupIngress, again", authorize)
    yield step(
        "AuthorizeSecurityGroupIngress, from a group",
        lambda: ec2.authorize_security_group_ingress(
            GroupId=group_id,
            IpPermissions=[
                {
                    "IpProtocol": "tcp",
                    "FromPort": 3306,
                    "ToPort": 3306,
                    "UserIdGroupPairs": [{"GroupId": group_id}],
                }
            ],
        ),
    )
    yield step(
        "AuthorizeSecurityGroupIngress, unknown group",
        lambda: ec2.authorize_security_group_ingress(
            GroupId="sg-00000000000000000", IpPermissions=rules
        ),
    )
    yield step("DescribeSecurityGroups", lambda: ec2.describe_security_groups(GroupIds=[group_id]))
    yield step(
        "DescribeSecurityGroups, unknown",
        lambda: ec2.describe_security_groups(GroupIds=["sg-00000000000000000"]),
    )
    yield step(
        "DescribeSecurityGroupRules",
        lambda: ec2.describe_security_group_rules(
            Filters=[{"Name": "group-id", "Values": [group_id]}]
        ),
    )
    yield step(
        "RevokeSecurityGroupIngress by rule id",
        lambda: ec2.revoke_security_group_ingress(
            GroupId=group_id, SecurityGroupRuleIds=[known["rule"]]
        ),
    )
    yield step(
        "RevokeSecurityGroupIngress, what is not there",
        lambda: ec2.revoke_security_group_ingress(GroupId=group_id, IpPermissions=rules),
    )
    yield step(
        "CreateTags",
        lambda: ec2.create_tags(Resources=[group_id], Tags=[{"Key": "a", "Value": "b"}]),
    )
    yield step(
        "DescribeTags",
        lambda: ec2.describe_tags(Filters=[{"Name": "resource-id", "Values": [group_id]}]),
    )
    yield step("DescribeVpcEndpoints", lambda: ec2.describe_vpc_endpoints(Filters=in_vpc))
    yield step(
        "DescribeVpcEndpoints, unknown",
        lambda: ec2.describe_vpc_endpoints(VpcEndpointIds=["vpce-00000000000000000"]),
    )
    yield step(
        "DeleteVpcEndpoints, unknown",
        lambda: ec2.delete_vpc_endpoints(VpcEndpointIds=["vpce-00000000000000000"]),
    )
    yield step(
        "DescribeAvailabilityZones",
        lambda: ec2.describe_availability_zones(ZoneNames=["us-east-1a"]),
    )

    yield step(
        "CreateDBSubnetGroup",
        lambda: rds.create_db_subnet_group(
            DBSubnetGroupName="compared", DBSubnetGroupDescription="Compared", SubnetIds=subnets
        ),
    )
    yield step(
        "DescribeDBSubnetGroups",
        lambda: rds.describe_db_subnet_groups(DBSubnetGroupName="compared"),
    )
    instance = {
        "DBInstanceIdentifier": "compared",
        "DBInstanceClass": "db.t4g.medium",
        "Engine": "postgres",
        "MasterUsername": "postgres",
        "MasterUserPassword": "not-a-password",
        "AllocatedStorage": 20,
        "DBSubnetGroupName": "compared",
        "VpcSecurityGroupIds": [group_id],
        "PubliclyAccessible": False,
        "Tags": [{"Key": "a", "Value": "b"}],
    }
    yield step(
        "CreateDBInstance",
        lambda: rds.create_db_instance(**instance),
        lambda a: {"db": a["DBInstance"]["DBInstanceArn"]},
    )
    yield step("CreateDBInstance, again", lambda: rds.create_db_instance(**instance))
    rds.get_waiter("db_instance_available").wait(
        DBInstanceIdentifier="compared", WaiterConfig={"Delay": 1, "MaxAttempts": 900}
    )
    yield step(
        "DescribeDBInstances",
        lambda: rds.describe_db_instances(DBInstanceIdentifier="compared"),
    )
    yield step(
        "DescribeDBInstances, unknown",
        lambda: rds.describe_db_instances(DBInstanceIdentifier="nobody"),
    )
    yield step(
        "DescribeDBClusters, unknown",
        lambda: rds.describe_db_clusters(DBClusterIdentifier="nobody"),
    )
    yield step("ListTagsForResource", lambda: rds.list_tags_for_resource(ResourceName=known["db"]))
    yield step("DeleteSecurityGroup, in use", lambda: ec2.delete_security_group(GroupId=group_id))
    yield step("DeleteVpc, in use", lambda: ec2.delete_vpc(VpcId=vpc))
    yield step(
        "StopDBInstance, unknown", lambda: rds.stop_db_instance(DBInstanceIdentifier="nobody")
    )
    yield step(
        "DeleteDBInstance",
        lambda: rds.delete_db_instance(DBInstanceIdentifier="compared", SkipFinalSnapshot=True),
    )

    target_group = {
        "Name": "compared",
        "Protocol": "TCP",
        "Port": 5432,
        "VpcId": vpc,
        "TargetType": "ip",
        "HealthCheckProtocol": "TCP",
        "HealthCheckIntervalSeconds": 10,
        "HealthyThresholdCount": 2,
        "UnhealthyThresholdCount": 2,
        "Tags": [{"Key": "a", "Value": "b"}],
    }
    yield step(
        "CreateTargetGroup",
        lambda: elb.create_target_group(**target_group),
        lambda a: {"targets": a["TargetGroups"][0]["TargetGroupArn"]},
    )
    targets = known["targets"]
    yield step("CreateTargetGroup, again", lambda: elb.create_target_group(**target_group))
    yield step(
        "CreateTargetGroup, with another port",
        lambda: elb.create_target_group(**{**target_group, "Port": 3306}),
    )
    yield step(
        "CreateTargetGroup, with a bad name",
        lambda: elb.create_target_group(**{**target_group, "Name": "-compared"}),
    )
    yield step(
        "DescribeTargetGroups", lambda: elb.describe_target_groups(TargetGroupArns=[targets])
    )
    yield step(
        "DescribeTargetGroups, unknown", lambda: elb.describe_target_groups(Names=["nobody"])
    )
    yield step(
        "DescribeTargetGroupAttributes",
        lambda: elb.describe_target_group_attributes(TargetGroupArn=targets),
    )
    yield step(
        "ModifyTargetGroupAttributes",
        lambda: elb.modify_target_group_attributes(
            TargetGroupArn=targets,
            Attributes=[{"Key": "deregistration_delay.timeout_seconds", "Value": "5"}],
        ),
    )

    balancer = {
        "Name": "compared",
        "Type": "network",
        "Scheme": "internal",
        "Subnets": subnets,
        "SecurityGroups": [group_id],
        "Tags": [{"Key": "a", "Value": "b"}],
    }
    yield step(
        "CreateLoadBalancer",
        lambda: elb.create_load_balancer(**balancer),
        lambda a: {"balancer": a["LoadBalancers"][0]["LoadBalancerArn"]},
    )
    balancer_arn = known["balancer"]
    yield step("CreateLoadBalancer, again", lambda: elb.create_load_balancer(**balancer))
    yield step(
        "CreateLoadBalancer, in one subnet",
        lambda: elb.create_load_balancer(**{**balancer, "Subnets": subnets[:1]}),
    )
    elb.get_waiter("load_balancer_available").wait(
        LoadBalancerArns=[balancer_arn], WaiterConfig={"Delay": 1, "MaxAttempts": 900}
    )
    yield step(
        "DescribeLoadBalancers",
        lambda: elb.describe_load_balancers(LoadBalancerArns=[balancer_arn]),
    )
    yield step(
        "DescribeLoadBalancers, unknown", lambda: elb.describe_load_balancers(Names=["nobody"])
    )
    yield step(
        "DescribeTags of a load balancer", lambda: elb.describe_tags(ResourceArns=[balancer_arn])
    )

    address = [{"Id": "10.99.0.20", "Port": 5432}]
    yield step(
        "RegisterTargets",
        lambda: elb.register_targets(TargetGroupArn=targets, Targets=address),
    )
    yield step(
        "RegisterTargets, again",
        lambda: elb.register_targets(TargetGroupArn=targets, Targets=address),
    )
    yield step(
        "RegisterTargets, an address of nobody's VPC",
        lambda: elb.register_targets(TargetGroupArn=targets, Targets=[{"Id": "203.0.113.9"}]),
    )
    yield step(
        "DescribeTargetHealth, before a listener",
        lambda: elb.describe_target_health(TargetGroupArn=targets, Targets=address),
    )
    listener = {
        "LoadBalancerArn": balancer_arn,
        "Protocol": "TCP",
        "Port": 5432,
        "DefaultActions": [{"Type": "forward", "TargetGroupArn": targets}],
    }
    yield step(
        "CreateListener",
        lambda: elb.create_listener(**listener),
        lambda a: {"listener": a["Listeners"][0]["ListenerArn"]},
    )
    yield step(
        "DescribeListeners", lambda: elb.describe_listeners(ListenerArns=[known["listener"]])
    )
    yield step(
        "CreateListener, to a group of nobody",
        lambda: elb.create_listener(
            **{
                **listener,
                "Port": 5433,
                "DefaultActions": [
                    {"Type": "forward", "TargetGroupArn": targets[:-16] + "0" * 16}
                ],
            }
        ),
    )
    yield step(
        "DescribeTargetHealth",
        lambda: elb.describe_target_health(TargetGroupArn=targets, Targets=address),
    )
    yield step(
        "DescribeTargetHealth, unknown target",
        lambda: elb.describe_target_health(
            TargetGroupArn=targets, Targets=[{"Id": "10.99.0.21", "Port": 5432}]
        ),
    )
    yield step(
        "DeleteTargetGroup, in use", lambda: elb.delete_target_group(TargetGroupArn=targets)
    )
    yield step(
        "DeregisterTargets",
        lambda: elb.deregister_targets(TargetGroupArn=targets, Targets=address),
    )
    yield step(
        "DeregisterTargets, again",
        lambda: elb.deregister_targets(TargetGroupArn=targets, Targets=address),
    )
    yield step(
        "DeleteListener", lambda: elb.delete_listener(ListenerArn=known["listener"])
    )
    yield step(
        "DeleteListener, again", lambda: elb.delete_listener(ListenerArn=known["listener"])
    )
    yield step(
        "DeleteLoadBalancer", lambda: elb.delete_load_balancer(LoadBalancerArn=balancer_arn)
    )
    yield step(
        "DeleteLoadBalancer, again",
        lambda: elb.delete_load_balancer(LoadBalancerArn=balancer_arn),
    )
    yield step("DeleteTargetGroup", lambda: elb.delete_target_group(TargetGroupArn=targets))
    yield step(
        "DeleteTargetGroup, again", lambda: elb.delete_target_group(TargetGroupArn=targets)
    )


def differences(simulated, moto):
    for (step, ours), (_, theirs) in zip(simulated, moto):
        mine, other = dict(ours), dict(theirs)
        for path in sorted(set(mine) | set(other)):
            if mine.get(path) != other.get(path):
                yield step, path, mine.get(path), other.get(path)


def reason_of(step, path):
    """Why a difference is known, if it is."""
    for steps, paths, reason in KNOWN:
        if re.fullmatch(steps, step.split(",")[0]) or re.fullmatch(steps, step):
            if re.fullmatch(paths, path):
                return reason
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--simulated", default="http://127.0.0.1:4566")
    parser.add_argument("--moto", default="http://127.0.0.1:5000")
    options = parser.parse_args()
    simulated = list(script(Sides(options.simulated)))
    moto = list(script(Sides(options.moto)))
    found = list(differences(simulated, moto))
    reasons = [reason_of(step, path) for step, path, _, _ in found]
    for (step, path, ours, theirs), reason in zip(found, reasons):
        print(f"{step}: {path}\n    simulated: {ours}, moto: {theirs} ({reason or 'NEW'})")
    news = reasons.count(None)
    compared = sum(len(observed) for _, observed in simulated)
    print(
        f"{len(simulated)} steps, {compared} facts, {len(found)} differences, {news} not in docs/limits.md"
    )
    return 1 if news else 0


if __name__ == "__main__":
    sys.exit(main())
