"""Who pays for requests to a bucket can be asked as the clients of S3 ask it, not only set.

https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketRequestPayment.html
"""

from ministack.services import s3


def is_open():
    return "request-payment" in s3._dispatch.__code__.co_consts


def close():
    dispatch = s3._dispatch

    def _dispatch(method, bucket, key, headers, body, query_params):
        if method == "GET" and bucket and not key and "requestPayment" in query_params:
            return s3._get_bucket_request_payment(bucket)
        return dispatch(method, bucket, key, headers, body, query_params)

    s3._dispatch = _dispatch
